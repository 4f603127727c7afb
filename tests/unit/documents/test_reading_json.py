"""What a reader's process sends is checked: a reading that breaks a rule of readings is refused."""

import json
from typing import Any

import pytest

from search.documents.reading_json import decode_error, decode_reading, encode_error, encode_reading
from search.documents.unreadable import UnreadableError
from search.types.article import Break, Zone
from search.types.files import UnreadPart
from search.types.reading import Reading

READING = Reading(
    "Ferry stays\n\nThe ferry stays in the harbour: \U0001f6a2.",
    part="row:7",
    kind="csv",
    title="Ferry stays",
    title_at=(0, 11),
    published="2031-03",
    updated="2031-03-04T10:30+01:00",
    authors=("Anna Quay", "Li Na"),
    zones=(Zone("headline", 0, 11), Zone("body", 13, 40)),
    breaks=(Break(0, "page", "i", 1), Break(13, "page", "ii", 2)),
    fields=(("Section", "Harbour"),),
    is_one_article=True,
    doubts=("is searched up to its first page",),
)


def test_a_reading_stays_the_same() -> None:
    assert decode_reading(encode_reading(READING)) == READING


def test_an_unread_part_stays_the_same() -> None:
    part = UnreadPart("a.pdf", "is encrypted", "encrypted")
    assert decode_reading(encode_reading(part)) == part


def test_an_error_stays_the_same() -> None:
    error = decode_error(encode_error(UnreadableError("is encrypted", "encrypted")))
    assert (str(error), error.reason) == ("is encrypted", "encrypted")


WRONG: dict[str, dict[str, Any]] = {
    "U+0000": {"text": "Ferry\0", "title_at": (0, 0), "zones": (), "breaks": ()},
    "a carriage return": {"title": "Ferry\r"},
    "a lone surrogate": {"source": "\ud83d"},
    "a number as text": {"part": 17},
    "a zone beyond the text": {"zones": (("body", 0, 99),)},
    "a zone that ends before it begins": {"zones": (("body", 3, 2),)},
    "zones out of order": {"zones": (("body", 3, 5), ("body", 0, 2))},
    "an unknown zone": {"zones": (("harbour", 0, 2),)},
    "a break beyond the text": {"breaks": ((99, "page", "1", 1),)},
    "an endless number": {"breaks": ((0, "page", "1", float("inf")),)},
    "a title before the text": {"title_at": (-1, 3)},
    "half a character": {"title_at": (0.5, 3)},
    "a date in words": {"published": "yesterday"},
    "a day that does not exist": {"updated": "2031-02-30"},
    "an author that is a number": {"authors": (17,)},
    "a field without a value": {"fields": (("From",),)},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_reading_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        decode_reading(json.dumps(READING._asdict() | wrong).encode())


@pytest.mark.parametrize("encoded", [b"", b"7", b"{}", b"[]", b"\xff", b"[" * 200_000, b'{"message": "is dull"}'])
def test_anything_else_is_refused(encoded: bytes) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        decode_reading(encoded)
    with pytest.raises((ValueError, TypeError, KeyError)):
        decode_error(encoded)


def test_unknown_reasons_are_refused() -> None:
    with pytest.raises(ValueError, match="kind"):
        decode_error(b'["bored", "is dull"]')
    with pytest.raises(ValueError, match="kind"):
        decode_reading(encode_reading(UnreadPart("a.pdf", "is dull", "bored")))
