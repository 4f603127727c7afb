"""Fuzz the reader of a suffix with atheris, which goes on from the mutations that reach new code of `search`.

`python -m tests.fuzz.coverage_guided .rtf FOLDER` begins with the files of a folder, and ends at the first failure.
With a file in place of the folder it reads this file once. Further arguments are options of libFuzzer.
"""

import io
import pkgutil
import random
import sys
from contextlib import suppress
from importlib import import_module

import atheris

from tests.fuzz.mutation import mutated

SLOW = ["search.documents.detect_encoding", "search.documents.letter_model"]
"""Modules that are no readers, and would take most of the time."""

with atheris.instrument_imports(include=["search"], exclude=SLOW):
    from search.documents import formats
    from search.documents.formats.dispatch import read_document
    from search.documents.unreadable import UnreadableError
    from tests.fuzz.check_parts import check_parts

    for module in pkgutil.iter_modules(formats.__path__, f"{formats.__name__}."):
        import_module(module.name)


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """A mutation of a file: of its tokens or a member, or one of libFuzzer. It has at most `most` bytes."""
    chosen = random.Random(seed)
    return mutated([data], chosen)[:most] if chosen.random() < 0.5 else atheris.Mutate(data, most)


def main() -> None:
    """Fuzz until an option of libFuzzer ends it. It ends the process."""
    command, suffix, *options = sys.argv

    def check(data: bytes) -> None:
        with suppress(UnreadableError):
            check_parts(read_document(io.BytesIO(data), f"a{suffix}"))

    atheris.Setup([command, *options], check, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
