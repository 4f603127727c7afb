"""Recognise syntax of other search engines that has no meaning here, and say in a note what to type instead."""

from search.errors import shortened
from search.lazy_pattern import lazy_pattern
from search.query.nodes import FIELDS

_LONGEST = 60
_USE_NEAR = "For words close to one another type NEAR/5 between two words."
_USE_STAR = "For all words with the same beginning type a star: harb*."
_FOREIGN = (
    (r"(.+?)\^\d+(?:\.\d+)?", "Words cannot be weighted."),
    (r"(/[^/]+/)", "Regular expressions are not supported; type * and ? for letters: harb*, wom?n."),
    (
        rf"((?i:{'|'.join(FIELDS)})(?:[=<>]=?|:=).*)",
        "Type a colon after a field; for all days from one on, type date:2025-07-01..",
    ),
    (r"([\w'-]{2,})\$", _USE_STAR),
    (r"(\w*[^\W\d]#\w+)", "For any one letter type a question mark: wom?n."),
    (r"(#\d+)", "Earlier searches have no number; type both queries, each in parentheses."),
    (r"([^|]*\w\|\w.*)", "For either of two words type spaces around the bar: ferry | boat."),
    (r"~(.*)", 'Type a tilde after a word or a quotation: harbuor~1, "ferry strike"~10.'),
    (r"([NWP]\d{1,3}|[NPnp]/\d+|/\d+|/[sp]|(?i:/sent|/para|w/(?:s|p|sent|para|seg)))", _USE_NEAR),
    (r"(NEAR|ONEAR|ADJ|AROUND|WITHIN|PRE)", _USE_NEAR),
    (r"(ANDNOT|BUTNOT|XOR)", "The operators are AND, OR and NOT."),
)
_PATTERNS = tuple((lazy_pattern(pattern), advice) for pattern, advice in _FOREIGN)
_SUFFIX = lazy_pattern(r"(?:~|[\^/@*+!$]+~?)[\d.]*")
_RANGE = lazy_pattern(r"[\[{]\s*\S+\s+TO\s+\S+\s*[\]}]")
_FIELD_SYNONYMS = {
    **dict.fromkeys(("intitle", "allintitle", "headline", "hlead", "ti"), "title"),
    **dict.fromkeys(("inurl", "allinurl", "url", "filetype", "ext", "file", "filename", "folder"), "path"),
    **dict.fromkeys(("site", "outlet", "publication"), "source"),
    **dict.fromkeys(("after", "before", "since", "until", "year", "published"), "date"),
    **dict.fromkeys(("by", "byline", "au"), "author"),
    **dict.fromkeys(("language", "la"), "lang"),
}


def quoted(text: str) -> str:
    """`text` in quotation marks, for a note; of a long text its beginning."""
    return f"“{shortened(text, _LONGEST)}”"


def without_foreign_syntax(word: str, notes: list[str]) -> str:
    """The part of a typed word that is searched; a note names the syntax of other search engines in it."""
    if word.isalnum() and not word.isupper():  # each pattern has a sign or capital letters
        return word
    for pattern, advice in _PATTERNS:
        if match := pattern.fullmatch(word):
            notes.append(f"{quoted(word)} is searched as plain words. {advice}")
            return match[1]
    return word


def is_foreign_suffix(word: str, notes: list[str]) -> bool:
    """Whether the word after a quotation is only a mark without a meaning here; a note names it."""
    if not _SUFFIX.fullmatch(word):
        return False
    notes.append(f'{quoted(word)} after a quotation is ignored. For a distance type "ferry strike"~10.')
    return True


def note_ranges(text: str, notes: list[str]) -> None:
    """Add a note for a range in brackets."""
    if match := _RANGE.search(text):
        notes.append(f"{quoted(match[0])} is searched as words. For a range of days type date:2025-07-01..2025-07-31.")


def note_unknown_field(piece: str, notes: list[str]) -> None:
    """Add a note for an unknown field before a word. A web address with two slashes is no field."""
    name, _, rest = piece.partition(":")
    if rest.startswith("/"):
        return
    synonym = _FIELD_SYNONYMS.get(name.lower())
    suggestion = f" Perhaps you mean {synonym}:." if synonym else ""
    notes.append(
        f"There is no field {quoted(name)}, so {quoted(piece)} is searched as words.{suggestion}"
        f" The fields are {', '.join(FIELDS)}."
    )
