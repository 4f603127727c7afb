"""The steps of the Makefile report progress, and why they failed."""

import subprocess
import sys

from tests.support.places import ROOT
from tests.support.processes import start_process

STEP = [sys.executable, ROOT / "tests" / "support" / "run_step.py", "Installing"]


def test_a_step_reports_progress_with_the_last_line_of_output() -> None:
    patient = [sys.executable, "-c", "print('Downloading numpy', flush=True); input()"]
    with start_process([*STEP, *patient], stdin=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "Installing ...\n"
        assert process.stdout.readline().endswith(" s. Downloading numpy\n")
        assert (process.communicate("\n"), process.returncode) == (("", ""), 0)


def test_a_failed_step_prints_all_output() -> None:
    failing = [sys.executable, "-c", "print('No space left'); print('on device'); raise SystemExit(3)"]
    done = subprocess.run([*STEP, *failing], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (3, "Installing ...\n", "No space left\non device")
