"""What the fault tests need from the machine."""

import subprocess

import pytest


@pytest.fixture(scope="session")
def strace() -> None:
    """Skip where strace is missing or may not look into another process."""
    try:
        tried = subprocess.run(
            ["strace", "-f", "--seccomp-bpf", "-e", "trace=none", "true"], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("needs the command strace")
    if tried.returncode:
        pytest.skip(f"strace is not allowed here: {tried.stderr.decode()}")
