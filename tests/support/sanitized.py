"""Run the tests of the kernels with kernels that are watched by AddressSanitizer and UndefinedBehaviorSanitizer.

The kernels are built from a copy of the tracked files, in a folder of their own. What reads or writes outside its
memory, or does what C leaves undefined, ends the process with a report.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.compiler import c_compiler
from tests.support.places import ROOT

COPY = ROOT / "build" / "asan"
FLAGS = ("-fsanitize=address,undefined", "-fno-sanitize-recover=undefined", "-O1", "-g")
USUAL = '["-O3", "-g0"]'
"""How pyproject.toml has a kernel compiled."""
TESTS = (
    "tests/unit/kernels",
    "tests/embedded",
    "tests/engine/test_oracles.py",
    "tests/faults/test_damage.py",
    "tests/faults/test_every_byte.py",
    "tests/faults/test_forged.py",
    "tests/faults/test_poison.py",
)


def main(arguments: list[str]) -> int:
    """Build the kernels and run the tests, or others that are named. Returns the exit code of pytest."""
    if not (libraries := _libraries()):
        print("This compiler has no AddressSanitizer, so nothing was tested. Install gcc, or clang with its runtime.")
        return 2
    _copy_sources()
    environment = os.environ | {"CFLAGS": " ".join(FLAGS), "LDFLAGS": FLAGS[0], "PYTHONPATH": str(COPY)}
    build = ["-W", "ignore", "-c", "import setuptools; setuptools.setup()", "-q", "build_ext", "--inplace"]
    subprocess.run([sys.executable, *build, "--parallel", "2"], cwd=COPY, env=environment, check=True)
    environment |= {
        "LD_PRELOAD": " ".join(libraries),
        "ASAN_OPTIONS": "detect_leaks=0",  # Python frees little at its end
        "UBSAN_OPTIONS": "print_stacktrace=1",
        "PYTHONMALLOC": "malloc",  # so that each string and each array has bounds of its own
        "SEEDSEARCH_KERNELS": "compiled",  # an error if they were not built
    }
    tests = arguments or [*TESTS]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--capture=sys", "-o", "timeout=600", *tests],
        cwd=COPY,
        env=environment,
        check=False,
    ).returncode


def _libraries() -> list[str]:
    """The libraries of the sanitizers, if the compiler can use them."""
    compiler = c_compiler()
    if not compiler:
        return []
    with TemporaryDirectory() as folder:
        source = Path(folder, "empty.c")
        source.write_text("int main(void) { return 0; }\n")
        if subprocess.run(
            [*compiler, *FLAGS, source, "-o", Path(folder, "empty")], capture_output=True, check=False
        ).returncode:
            return []
    names = ("libasan.so", "libubsan.so")
    found = [
        subprocess.run([*compiler, f"-print-file-name={name}"], capture_output=True, text=True, check=True)
        for name in names
    ]
    return [path for done in found if Path(path := done.stdout.strip()).is_absolute()]


def _copy_sources() -> None:
    """A fresh copy of the tracked files, that has the kernels compiled with FLAGS."""
    shutil.rmtree(COPY, ignore_errors=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (COPY / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, COPY / name)
    settings = COPY / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    assert USUAL in text
    settings.write_text(text.replace(USUAL, "[]"), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
