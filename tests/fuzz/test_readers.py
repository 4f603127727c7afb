"""Mutations of good files, for two minutes each in `make soak`: every reader of our own reads them, or says why not.

A failure names the number of the mutation; the same SEED makes it again.
"""

import io
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from search.documents.formats.detect_format import detect_format
from search.documents.sandbox import Sandbox
from search.documents.sidecar import read_sidecar
from search.documents.unreadable import UnreadableError
from tests.fuzz.check_parts import check_parts, is_line
from tests.fuzz.mutation import good_files, mutated
from tests.support.profiles import SEED, rounds
from tests.support.soak import Trials

SECONDS = rounds(2, 200)
"""For each reader: 120 with the usual SOAK_ROUNDS."""
FORMATS = (
    ".docx",
    ".odt",
    ".pptx",
    ".odp",
    ".epub",
    ".rtf",
    ".csv",
    ".json",
    ".jsonl",
    ".eml",
    ".mbox",
    ".srt",
    ".html",
)
OTHERS = (".xml", ".md", ".mhtml", ".xlsx", ".pdf", ".msg", ".zip", ".gz")
"""Formats of libraries, of both, and exports, which are read from Markdown here."""
LARGEST = 10_000_000

Check = Callable[[bytes], None]


def fuzz(suffix: str, folder: Path, trials: Trials, check: Check) -> None:
    """Check mutations of the good files of a format until the time is over."""
    seeds, end, number = good_files(suffix), time.monotonic() + SECONDS, 0
    if not seeds:
        pytest.skip("needs ../shared")
    while time.monotonic() < end:
        trials()
        data = mutated(seeds, random.Random(f"{SEED} {suffix} {number}"))
        try:
            check(data)
        except Exception as error:
            (folder / f"failure{suffix}").write_bytes(data)
            error.add_note(f"mutation {number} of {suffix}, written to {folder / f'failure{suffix}'}")
            raise
        number += 1


def check_read(sandbox: Sandbox, path: Path, data: bytes) -> None:
    """A file is read, or the reader says why not: it does not fail."""
    path.write_bytes(data)
    descriptor = os.open(path, os.O_RDONLY)
    try:
        check_parts(sandbox.read(descriptor, path.name, LARGEST))
    except UnreadableError as error:
        assert error.reason != "reader failed", error
        assert is_line(str(error)), error
    finally:
        os.close(descriptor)


@pytest.mark.soak
@pytest.mark.timeout(SECONDS + 600)
@pytest.mark.parametrize("suffix", (*FORMATS, *OTHERS))
def test_a_reader_reads_any_file_or_says_why_not(suffix: str, tmp_path: Path, trials: Trials) -> None:
    sandbox = Sandbox()
    try:
        fuzz(suffix, tmp_path, trials, lambda data: check_read(sandbox, tmp_path / f"a{suffix}", data))
    finally:
        sandbox.stop()


@pytest.mark.soak
@pytest.mark.timeout(SECONDS + 600)
def test_the_format_of_any_file_is_found_out(trials: Trials) -> None:
    suffixes = random.Random(SEED).sample((*FORMATS, *OTHERS), 8)
    for suffix in suffixes:
        seeds, end, number = good_files(suffix), time.monotonic() + SECONDS / len(suffixes), 0
        while seeds and time.monotonic() < end:
            trials()
            data = mutated(seeds, random.Random(f"{SEED} format {suffix} {number}"))
            number += 1
            file = io.BytesIO(data)
            detect_format(file, f"a{random.Random(number).choice((*FORMATS, *OTHERS))}")
            assert file.tell() == 0


@pytest.mark.soak
@pytest.mark.timeout(SECONDS + 600)
@pytest.mark.parametrize("suffix", [".csv", ".json"])
def test_any_sidecar_says_something_or_what_is_wrong(suffix: str, tmp_path: Path, trials: Trials) -> None:
    def check(data: bytes) -> None:
        sidecar = read_sidecar(data, f"articles{suffix}")
        assert all(message for message in sidecar.messages)

    fuzz(suffix, tmp_path, trials, check)
