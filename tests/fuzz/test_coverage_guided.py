"""Every reader of our own is fuzzed with atheris, for FUZZ_SECONDS each, in `make soak` where atheris is installed.

`make fuzz` installs it and runs these tests alone; `make fuzz FUZZ=.rtf` one of them. The same SEED tries
the same files. A file that fails is kept in `.artefacts/fuzz`, and the message says how to read it again.
"""

import os
import re
import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fuzz.mutation import good_files
from tests.fuzz.test_readers import FORMATS
from tests.support.places import ROOT
from tests.support.profiles import SEED
from tests.support.soak import Trials

SECONDS = int(os.environ.get("FUZZ_SECONDS") or 120)
"""For each reader."""
LIMITS = ("-timeout=60", "-rss_limit_mb=800")
"""Seconds for one file, and megabytes of the process."""
KEPT = ROOT / ".artefacts" / "fuzz"
UNPACKED = 10
"""How much larger a file may be than the good ones. Mutation leaves zip files unpacked."""


def statistic(printed: str, name: str) -> int:
    """A number that libFuzzer prints at its end."""
    found = re.search(rf"stat::{name}: +(\d+)", printed)
    return int(found[1]) if found else 0


@pytest.mark.soak
@pytest.mark.skipif(not find_spec("atheris"), reason="needs atheris: make fuzz installs it")
@pytest.mark.timeout(SECONDS + 600)
@pytest.mark.parametrize("suffix", (*FORMATS, ".md", ".mhtml"))
def test_a_reader_reads_what_reaches_new_code_or_says_why_not(suffix: str, tmp_path: Path, trials: Trials) -> None:
    seeds = good_files(suffix)
    if not seeds:
        pytest.skip("needs ../shared")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    KEPT.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds):
        (corpus / f"{number}{suffix}").write_bytes(data)
    options = (
        *LIMITS,
        f"-max_total_time={SECONDS}",
        f"-max_len={UNPACKED * max(map(len, seeds))}",
        f"-seed={SEED}",
        f"-artifact_prefix={KEPT}/{suffix[1:]}-",
        "-print_final_stats=1",
    )
    command = [sys.executable, "-m", "tests.fuzz.coverage_guided", suffix]
    done = subprocess.run(
        [*command, corpus, *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=SECONDS + 500,
        check=False,
    )
    trials.count = statistic(done.stderr, "number_of_executed_units")
    trials.outcome = f"{statistic(done.stderr, 'new_units_added')} new paths"
    kept = re.findall(r"Test unit written to (.+)", done.stderr)
    assert done.returncode == 0, f"{done.stdout}{done.stderr[-1000:]}\nagain: {shlex.join((*command, *kept))}"
    assert trials.count > len(seeds), done.stderr
