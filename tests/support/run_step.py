"""One step of the Makefile: `python run_step.py TITLE COMMAND...` runs a command and reports its progress.

It shows only the last line of output now and then. If the command fails, it prints all.
"""

import subprocess
import sys
import time
from threading import Thread

EVERY = 3
"""Seconds between two lines."""


def main(title: str, *command: str) -> int:
    """Run a command; returns its exit code."""
    print(f"{title} ...", flush=True)
    output, began = [""], time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:

        def listen() -> None:
            assert process.stdout
            for line in process.stdout:
                output.append(line)

        listener = Thread(target=listen, daemon=True)
        listener.start()
        while listener.join(EVERY) or listener.is_alive():
            print(f"{title}: {time.monotonic() - began:.0f} s. {output[-1].strip()[:100]}", flush=True)
    if process.returncode:
        print("".join(output), file=sys.stderr)
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
