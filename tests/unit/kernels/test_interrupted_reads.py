"""Reading goes on where a signal interrupts a call of the system, as Python's own reading does (PEP 475)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.compiler import c_compiler

SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <sys/types.h>

static int calls;

void interrupt(int number) { calls = number; }

static int is_interrupted(void) {
    if (!calls) return 0;
    calls--;
    raise(SIGUSR1);
    errno = EINTR;
    return 1;
}

#define CALL(type, name, parameters, ...) type name parameters { \\
    return is_interrupted() ? -1 : ((type (*) parameters)dlsym(RTLD_NEXT, #name))(__VA_ARGS__); }

CALL(ssize_t, pread, (int file, void* data, size_t size, off_t start), file, data, size, start)
CALL(ssize_t, pread64, (int file, void* data, size_t size, off_t start), file, data, size, start)
CALL(int, fstat, (int file, void* status), file, status)
CALL(int, fstat64, (int file, void* status), file, status)
"""
"""A library that interrupts the next calls: no file of the test's own can be made to."""

READ = """
import ctypes, json, signal, sys, zlib
import numpy as np
from search.kernels import kernels

interrupt, handled, answers = ctypes.CDLL(None).interrupt, [], []

def stop(*_):
    raise RuntimeError("stopped")

with open(sys.argv[1], "rb") as file:
    checksums = np.array([zlib.crc32(b"a fer"), zlib.crc32(b"ry")], np.uint32)
    starts, ends = np.array([0, 4]), np.array([1, 7])
    for choice in ("numpy", "auto"):
        for read in (
            lambda: [kernels(choice).read_blocks(file.fileno(), 2, 7, 7, 5, checksums)],
            lambda: kernels(choice).read_ranges(file.fileno(), (0, 7), starts, ends),
        ):
            signal.signal(signal.SIGUSR1, lambda *_: handled.append(1))
            interrupt(3)
            answers.append((b" ".join(read()).decode(), len(handled)))
            handled.clear()
            signal.signal(signal.SIGUSR1, stop)
            interrupt(3)
            try:
                read()
            except RuntimeError as error:
                answers.append((str(error), 0))
            interrupt(0)
print(json.dumps(answers))
"""


@pytest.mark.skipif(sys.platform != "linux" or not c_compiler(), reason="needs Linux and a C compiler")
def test_a_read_that_a_signal_interrupts_is_repeated_unless_the_handler_raises(tmp_path: Path) -> None:
    source, library, path = tmp_path / "interrupt.c", tmp_path / "interrupt.so", tmp_path / "a.txt"
    source.write_text(SOURCE)
    path.write_text("a ferry")
    subprocess.run([*c_compiler(), "-shared", "-fPIC", source, "-o", library, "-ldl"], check=True, timeout=60)
    preloaded = " ".join(filter(None, (os.environ.get("LD_PRELOAD"), str(library))))
    done = subprocess.run(
        [sys.executable, "-c", READ, path],
        env=os.environ | {"LD_PRELOAD": preloaded},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [["ferry", 3], ["stopped", 0], ["a rry", 3], ["stopped", 0]] * 2
