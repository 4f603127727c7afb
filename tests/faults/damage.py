"""Damage: bytes of a file that change although nobody wrote them."""

import random
from collections.abc import Callable
from pathlib import Path

PAGE = 4096
KINDS = ("generation", "state", "segment", "corpus")
"""The kinds of files of an index: the beginnings of their names."""

Damage = Callable[[bytes, random.Random], bytes]


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Flip one bit."""
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def cut(content: bytes, chance: random.Random) -> bytes:
    """Cut off the end."""
    return content[: chance.randrange(len(content))]


def zeroed(content: bytes, chance: random.Random) -> bytes:
    """Fill a page with zeros."""
    at = chance.randrange(len(content)) // PAGE * PAGE
    size = len(content[at : at + PAGE])
    return content[:at] + bytes(size) + content[at + size :]


def overwritten(content: bytes, chance: random.Random) -> bytes:
    """Overwrite the rest with noise from some place on."""
    at = chance.randrange(len(content))
    return content[:at] + chance.randbytes(len(content) - at)


DAMAGES: tuple[Damage, ...] = (flipped, cut, zeroed)


def damaged(index: Path, kind: str, chance: random.Random) -> tuple[Path, str]:
    """Damage one file of a kind. Returns the file and the kind of damage. The file is replaced, so hard links keep the
    old one."""
    path = chance.choice(sorted(path for path in index.iterdir() if path.name.startswith(kind)))
    damage, content = chance.choice(DAMAGES), path.read_bytes()
    while (changed := damage(content, chance)) == content:
        damage = chance.choice(DAMAGES)
    path.unlink()
    path.write_bytes(changed)
    return path, damage.__name__
