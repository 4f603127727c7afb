"""What people type who know other search engines: marks that have no meaning here, and how to say it instead."""

import re

from search.query.nodes import FIELDS

_LONGEST = 60
_CLOSE = "For words close to one another write NEAR/5 between two words."
_BEGINNING = "For all words that begin like it write a star behind it: harb*."
_FOREIGN = (
    (r"(.+?)\^\d+(?:\.\d+)?", "No word can be made to count more than another."),
    (r"(/[^/]+/)", "Regular expressions are not understood; * and ? stand for letters: harb*, wom?n."),
    (
        rf"((?i:{'|'.join(FIELDS)})(?:[=<>]=?|:=).*)",
        "A field has a colon behind it, and from a day on is date:2025-07-01..",
    ),
    (r"([\w'-]{2,})\$", _BEGINNING),
    (r"(\w*[^\W\d]#\w+)", "For any one letter write a question mark: wom?n."),
    (r"(#\d+)", "Earlier searches have no number; parentheses join several in one."),
    (r"([^|]*\w\|\w.*)", "For either of two words put blanks around the bar: ferry | boat."),
    (r"~(.*)", 'A tilde stands behind a word or a quotation: harbuor~1, "ferry strike"~10.'),
    (r"([NWP]\d{1,3}|[NPnp]/\d+|/\d+|/[sp]|(?i:/sent|/para|w/(?:s|p|sent|para|seg)))", _CLOSE),
    (r"(NEAR|ONEAR|ADJ|AROUND|WITHIN|PRE)", _CLOSE),
    (r"(ANDNOT|BUTNOT|XOR)", "The operators are AND, OR and NOT."),
)
_MARKS = tuple((re.compile(pattern), advice) for pattern, advice in _FOREIGN)
_BEHIND = re.compile(r"(?:~|[\^/@*+!$]+~?)[\d.]*")
_RANGE = re.compile(r"[\[{]\s*\S+\s+TO\s+\S+\s*[\]}]")
_MEANT = {
    **dict.fromkeys(("intitle", "allintitle", "headline", "hlead", "ti"), "title"),
    **dict.fromkeys(("inurl", "allinurl", "url", "filetype", "ext", "file", "filename", "folder"), "path"),
    **dict.fromkeys(("site", "outlet", "publication"), "source"),
    **dict.fromkeys(("after", "before", "since", "until", "year", "published"), "date"),
    **dict.fromkeys(("by", "byline", "au"), "author"),
    **dict.fromkeys(("language", "la"), "lang"),
}


def quoted(text: str) -> str:
    """`text` in quotation marks, as notes name it: its beginning, where it is long."""
    return f"“{text}”" if len(text) <= _LONGEST else f"“{text[:_LONGEST]}…”"


def foreign(word: str, notes: list[str]) -> str:
    """What is searched of a word as typed: without a mark that means something elsewhere, which a note names."""
    for mark, advice in _MARKS:
        if found := mark.fullmatch(word):
            notes.append(f"{quoted(word)} is searched as plain words. {advice}")
            return found[1]
    return word


def is_behind(word: str, notes: list[str]) -> bool:
    """Whether a word that stands right behind a quotation is only a mark, which a note names."""
    if not _BEHIND.fullmatch(word):
        return False
    notes.append(f'{quoted(word)} behind a quotation is left out; with a distance it is written "ferry strike"~10.')
    return True


def note_ranges(text: str, notes: list[str]) -> None:
    """Name the ranges in brackets in a text."""
    if found := _RANGE.search(text):
        notes.append(
            f"{quoted(found[0])} is searched as words. From one day to another is date:2025-07-01..2025-07-31."
        )


def note_field(piece: str, notes: list[str]) -> None:
    """Name a field that there is not, in front of a word as typed; an address with two slashes has none."""
    name, _, rest = piece.partition(":")
    if rest.startswith("/"):
        return
    meant = f" Perhaps you mean {_MEANT[name.lower()]}:." if name.lower() in _MEANT else ""
    notes.append(
        f"There is no field {quoted(name)}, so {quoted(piece)} is searched as words.{meant}"
        f" The fields are {', '.join(FIELDS)}."
    )
