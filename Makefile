# Every target runs in .venv. It is made, and updated when the pinned requirements change.
PYTHON ?= python3
CORPUS ?= tests/corpus
TEXTS ?=
SEED ?=
EXAMPLES ?= 1000
ROUNDS ?= 60
FUZZ ?=
FUZZ_SECONDS ?= 120
PYTHONS ?= 3.11 3.12 3.13
JOBS ?= 4
ARTICLES := ../shared/corpora/wiki40k.jsonl.xz
BIN := .venv/bin
PIP := -m pip install --disable-pip-version-check --progress-bar off
INSTALL := $(BIN)/python tests/support/run_step.py "Preparing .venv: installing packages" $(BIN)/python $(PIP) --require-hashes -r

# Python keeps compiled modules; otherwise each process would compile all of them again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help serve quick test twins cluster asan wheels soak fuzz compat lint bench million pages eval extraction cleaning duplicates copies formats pins clean
.DEFAULT_GOAL := help

help:
	@echo "make serve CORPUS=path/to/folder   index a folder of texts and search it in the browser"
	@echo "make quick                         run the unit tests (under a minute)"
	@echo "make test                          run all tests, each property with 20 fixed examples"
	@echo "make soak                          run the long tests: random examples, kills, full disks, damage (SEED=, EXAMPLES=, ROUNDS=)"
	@echo "make twins                         run the tests of what runs in kernels, with those in NumPy"
	@echo "make cluster                       measure OpenSearch nodes, compare both engines, and kill nodes (needs Java and Maven; CLUSTER=--help)"
	@echo "make asan                          run the tests of the kernels with kernels in which AddressSanitizer finds errors"
	@echo "make wheels                        build and try a wheel for each version of Python (needs uv)"
	@echo "make fuzz                          fuzz each reader of files with atheris (FUZZ_SECONDS=120, FUZZ=.rtf for one)"
	@echo "make compat                        run the tests that use Whoosh with Whoosh Reloaded in place of whoosh3"
	@echo "make lint                          check style and types"
	@echo "make bench TEXTS=path/to/folder    compare the speed with other search engines"
	@echo "make million                       measure a million articles (needs ../shared/corpora, and 8 GB of the disk)"
	@echo "make pages TEXTS=path/to/folder    measure how long pages take when eight people search at once"
	@echo "make eval                          measure how well articles are ranked, beside bm25s (needs ../shared; EVAL=--help)"
	@echo "make extraction                    measure precision, recall and speed of the extraction (needs ../shared/corpora; CLONES=)"
	@echo "make duplicates                    measure how well near-duplicates and events are found (needs ../shared/corpora; CLONES=)"
	@echo "make formats CLONES=folder         measure how well files of each format are read (CLONES: clones of public repositories)"
	@echo "make pins                          update the pinned requirements (needs uv)"

serve: .venv/kernels.stamp
	@$(BIN)/python -m search serve "$(CORPUS)"

# All tests of a module run in one process, so that they share its fixtures. tests/conftest.py has the groups and their order.
# JOBS: processes. Many tests wait for a server or a browser, so there are more of them than cores. Quick tests never wait.
# NumPy starts no threads of its own: there are as many processes as the machine can feed.
PYTEST = OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n $(JOBS) --dist loadscope --no-loadscope-reorder --max-worker-restart 0

quick: .venv/dev.stamp .venv/kernels.stamp
	@TEST_PROFILE=quick $(PYTEST) -n auto --maxprocesses $(JOBS)

test: .venv/dev.stamp .venv/kernels.stamp
	@$(PYTEST)

# EXAMPLES: examples of each property test. ROUNDS: percent of the rounds of the fault tests. The seed is printed.
SOAK = TEST_PROFILE=soak SOAK_SEED=$(SEED) SOAK_EXAMPLES=$(EXAMPLES) SOAK_ROUNDS=$(ROUNDS) FUZZ_SECONDS=$(FUZZ_SECONDS) $(PYTEST)
soak: .venv/dev.stamp .venv/kernels.stamp
	@$(SOAK) -o timeout=3600

# A part of make soak, which skips it where atheris is not installed. FUZZ: the suffix of one reader. FUZZ_SECONDS: for each reader.
fuzz: .venv/fuzz.stamp
	@$(SOAK) -o timeout=3600 tests/fuzz/test_coverage_guided.py $(if $(FUZZ),-k "[$(FUZZ)]")

# Both packages are imported as whoosh, so each needs its own environment. Pages and faults do not depend on Whoosh.
compat: .venv-compat/stamp
	@.venv-compat/bin/python -m pytest tests/unit tests/engine tests/embedded tests/whoosh_api tests/cli

# What runs in kernels, with those in NumPy. `make test` has run it with the compiled ones, where they were built.
twins: .venv/dev.stamp
	@SEEDSEARCH_KERNELS=numpy $(PYTEST) tests/unit/analysis tests/unit/duplicates tests/unit/query tests/unit/test_highlight.py tests/unit/kernels tests/engine tests/embedded

# CLUSTER: options, such as CLUSTER="--version 3 --nodes 1", CLUSTER=--short or CLUSTER=--long.
cluster: .venv/dev.stamp .venv/kernels.stamp
	@$(BIN)/python -m tests.bench.cluster $(if $(TEXTS),"$(TEXTS)",$(wildcard $(ARTICLES))) $(CLUSTER)

# The kernels are built in build/asan. TESTS: others than the usual ones.
asan: .venv/dev.stamp .venv/kernels.stamp
	@$(BIN)/python -m tests.support.sanitized $(TESTS)

# One wheel for each of PYTHONS, in dist: versions, or paths of interpreters.
wheels: .venv/kernels.stamp
	@$(BIN)/python -m tests.support.wheels $(PYTHONS)

lint: .venv/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# With TEXTS the figures are only printed; without, they are also written into README.md and docs/speed.md.
bench: .venv/bench.stamp .venv/kernels.stamp
	@$(BIN)/python -m tests.bench $(if $(TEXTS),"$(TEXTS)",$(ARTICLES) --papers) $(BENCH)

# The texts are made once, in build/million.
million: .venv/kernels.stamp
	@$(BIN)/python -m tests.bench.million $(if $(TEXTS),"$(TEXTS)",$(ARTICLES) --papers) $(BENCH)

pages: .venv/kernels.stamp
	@$(BIN)/python -m tests.bench.pages "$(TEXTS)" $(BENCH)

# EVAL: options, such as EVAL="--json before.json"; EVAL=--help lists them.
eval: .venv/bench.stamp
	@$(BIN)/python -m tests.eval.relevance $(EVAL)

# The labels are in tests/eval/labels; the articles are not part of this project.
# EXTRACTION: options for the pages, such as EXTRACTION="--show title"; EXTRACTION=--help lists them.
extraction cleaning: .venv/dev.stamp $(if $(CLONES),.venv/html.stamp)
	@$(BIN)/python -m tests.eval.extraction
	@$(BIN)/python -m tests.eval.pages $(if $(CLONES),"$(CLONES)") $(EXTRACTION)

duplicates copies: .venv/run.stamp
	@$(BIN)/python -m tests.eval.duplicates $(if $(CLONES),"$(CLONES)")

formats: .venv/dev.stamp
	@$(BIN)/python -m tests.eval.formats "$(CLONES)"

COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --quiet \
	--no-emit-index-url --no-emit-find-links --no-header
pins:
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt
	$(COMPILE) --group build -o requirements-build.txt

clean:
	rm -rf .venv .venv-compat build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/venv.stamp:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("seedsearch needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12 ...")'
	@$(PYTHON) tests/support/run_step.py "Preparing .venv, once" $(PYTHON) -m venv --clear .venv
	@$(BIN)/python tests/support/run_step.py "Preparing .venv: updating pip" $(BIN)/python $(PIP) --upgrade pip
	@touch $@

.venv/run.stamp: .venv/venv.stamp requirements.txt
	@$(INSTALL) requirements.txt
	@touch $@

# The compiled kernels. Without a compiler or the headers of Python none are made, and NumPy does their work.
.venv/kernels.stamp: .venv/run.stamp requirements-build.txt pyproject.toml $(wildcard search/kernels/_compiled/*.p[yx][xd])
	@$(BIN)/python tests/support/run_step.py "Preparing .venv: installing what compiles" $(BIN)/python $(PIP) --require-hashes -r requirements-build.txt
	@rm -f search/kernels/_compiled/*.so
	@$(BIN)/python tests/support/run_step.py "Preparing .venv: compiling the kernels" $(BIN)/python -W ignore -c 'import logging, setuptools; logging.disable(logging.WARNING); setuptools.setup()' -q build_ext --inplace --parallel 2
	@touch $@

.venv/dev.stamp: .venv/venv.stamp requirements-dev.txt
	@$(INSTALL) requirements-dev.txt
	@touch $@

# The optional packages that are pinned in pyproject.toml: the other engines of bench and eval, what reads the pages of
# make extraction CLONES=folder, and atheris. On a machine for which there is no atheris nothing is installed.
.venv/bench.stamp: .venv/run.stamp
.venv/html.stamp .venv/fuzz.stamp: .venv/dev.stamp
.venv/bench.stamp .venv/html.stamp .venv/fuzz.stamp: .venv/%.stamp: pyproject.toml
	@$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["$*"], sep="\n")' > .venv/$*.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r .venv/$*.txt
	@touch $@

.venv-compat/stamp: requirements-dev.txt requirements-compat.txt
	@$(PYTHON) -m venv --clear .venv-compat
	@awk '/^[^ #]/ { skip = /^whoosh3==/ } !skip' requirements-dev.txt > .venv-compat/requirements.txt
	@.venv-compat/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r .venv-compat/requirements.txt -r requirements-compat.txt
	@touch $@
