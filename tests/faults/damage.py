"""Damage: bytes of a file that change although nobody wrote them."""

import random
from collections.abc import Callable
from pathlib import Path

PAGE = 4096
KINDS = ("generation", "state", "segment", "corpus")
"""The kinds of files that an index is made of: with what their names begin."""

Damage = Callable[[bytes, random.Random], bytes]


def flipped(content: bytes, chance: random.Random) -> bytes:
    """One bit is another."""
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def cut(content: bytes, chance: random.Random) -> bytes:
    """The end is missing."""
    return content[: chance.randrange(len(content))]


def zeroed(content: bytes, chance: random.Random) -> bytes:
    """A page, or as much of it as there is, holds nothing."""
    at = chance.randrange(len(content)) // PAGE * PAGE
    size = len(content[at : at + PAGE])
    return content[:at] + bytes(size) + content[at + size :]


def overwritten(content: bytes, chance: random.Random) -> bytes:
    """From some place on all is noise."""
    at = chance.randrange(len(content))
    return content[:at] + chance.randbytes(len(content) - at)


DAMAGES: tuple[Damage, ...] = (flipped, cut, zeroed)


def damaged(index: Path, kind: str, chance: random.Random) -> tuple[Path, str]:
    """Damage one file of a kind; returns which, and how. The file is another afterwards, with no other name."""
    path = chance.choice(sorted(path for path in index.iterdir() if path.name.startswith(kind)))
    damage, content = chance.choice(DAMAGES), path.read_bytes()
    while (changed := damage(content, chance)) == content:
        damage = chance.choice(DAMAGES)
    path.unlink()
    path.write_bytes(changed)
    return path, damage.__name__
