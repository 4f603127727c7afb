"""One word, quotation or date of a query to a leaf of the tree."""

import re
from datetime import datetime, time

from whoosh import query

from search.analysis.tokenizer import tokenize
from search.query.date_range import span
from search.query.foreign import quoted as shown
from search.query.nodes import EVERYTHING, NEAREST, TEXT, WHERE, Forms, MultiPhrase, Near

_FUZZY = re.compile(r"(.+?)~(\d*)", re.DOTALL)
_SHORTEST_PREFIX = 2
_SHORTEST_FUZZY = 3
_WIDEST_FUZZY = 2
_MOST_DIGITS = 9
_STAR = re.compile(r"\*+(?!\w)")
_INNER = re.compile(r"\w\?\w")


def word(text: str, field: str, notes: list[str]) -> query.Query | None:
    """The leaf for a word as typed; None where nothing in it can be searched."""
    if field == WHERE:
        return _nowhere(text, notes)
    if text == "*" and field in (TEXT, EVERYTHING):
        return query.Every()
    if field == "date":
        return _date(text, notes) or _literal(f"date {text}", TEXT)
    fuzzy = _FUZZY.fullmatch(text)
    if fuzzy:
        return _fuzzy(fuzzy[1], _number(fuzzy[2] or "1"), field, notes)
    pattern = text.rstrip("?")
    if "*" in pattern or "?" in pattern:
        return _pattern(pattern, field, notes)
    return _literal(text, field)


def phrase(text: str, field: str, notes: list[str]) -> query.Query | None:
    """The leaf for a quotation with its marks and perhaps a distance: `"a b"~5`. Its words are meant exactly, but for
    those with a star behind them."""
    quoted, _, distance = text.rpartition("~") if text[-1].isdecimal() else (text, "", "")
    inside = quoted.rstrip()[1:-1]
    if field == WHERE:
        return _nowhere(f'"{inside}"', notes)
    if field == "date":
        return _date(inside.strip(), notes) or _literal(f'date "{inside}"', TEXT)
    others = _number(distance or "0")
    words = _starred(inside, notes, alone=not others)
    if not others or len(words) < 2:
        return _side_by_side(words, field)
    if others > NEAREST:
        notes.append(f"A distance may be {NEAREST:,} words at most.")
    return Near(field, words, slop=min(others, NEAREST))


def _starred(inside: str, notes: list[str], *, alone: bool) -> list[str]:
    """The words of a quotation, with their stars where they can have one: where no distance stands behind it."""
    found = tokenize(inside)
    words = [
        term + "*" * (alone and len(term) >= _SHORTEST_PREFIX and _STAR.match(inside, end) is not None)
        for term, end in zip(found.terms, found.ends, strict=True)
    ]
    if sum(map(_is_starred, words)) < inside.count("*") or _INNER.search(inside):
        notes.append(
            f"In a quotation a star stands behind a word of {_SHORTEST_PREFIX} letters or more, and with no distance"
            f' behind the quotation: "rolls roy*". Others, and ?, are left out in {shown(inside)}.'
        )
    return words


def _is_starred(word: str) -> bool:
    return word.endswith("*")


def _side_by_side(words: list[str], field: str) -> query.Query | None:
    """The leaf for the words of a quotation, some with a star behind them."""
    if len(words) > 1:
        return (MultiPhrase if any(map(_is_starred, words)) else query.Phrase)(field, words)
    if words and _is_starred(words[0]):
        return query.Prefix(field, words[0][:-1])
    return query.Term(field, words[0]) if words else None


def _number(digits: str) -> int:
    """The number that some digits stand for, or one that is too large for anything."""
    return int(digits) if len(digits) < _MOST_DIGITS else 10**_MOST_DIGITS


def _nowhere(text: str, notes: list[str]) -> query.Query | None:
    """Words after `in:` other than the one that has a meaning there."""
    notes.append(
        f"{shown(f'{WHERE}:{text}')} is searched as words; {WHERE}: is understood in {WHERE}:{EVERYTHING} alone."
    )
    return _literal(f"{WHERE} {text}", TEXT)


def _literal(text: str, field: str) -> query.Query | None:
    """A word stands for its forms; what the analyser splits (`Wonsan-Kalma`) for its parts side by side."""
    words = list(tokenize(text).terms)
    if len(words) < 2:
        return Forms(field, words[0]) if words else None
    return query.Phrase(field, words)


def _fuzzy(text: str, distance: int, field: str, notes: list[str]) -> query.Query | None:
    words = tokenize(text).terms
    if len(words) != 1 or len(words[0]) < _SHORTEST_FUZZY or "*" in text:
        notes.append(
            f"{shown(f'{text}~')} is searched as written: ~ needs a single word of {_SHORTEST_FUZZY} letters or more."
        )
        return _literal(text, field)
    if distance > _WIDEST_FUZZY:
        notes.append(f"{shown(text)} is searched with ~{_WIDEST_FUZZY}, the widest there is.")
    if not distance:
        return query.Term(field, words[0])
    return query.FuzzyTerm(field, words[0], maxdist=min(distance, _WIDEST_FUZZY), prefixlength=0)


def _pattern(text: str, field: str, notes: list[str]) -> query.Query | None:
    pieces = [_folded_piece(piece) for piece in re.split(r"([*?])", text)]
    if None in pieces and not _INNER.search(text):
        words = _starred(text, [], alone=True)
        if len(words) > 1 and sum(map(_is_starred, words)) == text.count("*"):  # as Rolls-Roy*
            return _side_by_side(words, field)
    if None in pieces or len(pieces[0] or "") < _SHORTEST_PREFIX:
        notes.append(
            f"{shown(text)} is searched without * and ?: they need a single word that begins with"
            f" {_SHORTEST_PREFIX} letters or more."
        )
        return _literal(text, field)
    pattern = re.sub(r"\*[*?]*\*|\*{2,}", "*", "".join(piece or "" for piece in pieces))
    if pattern.endswith("*") and not re.search(r"[*?]", pattern[:-1]):
        return query.Prefix(field, pattern[:-1])
    return query.Wildcard(field, pattern)


def _folded_piece(piece: str) -> str | None:
    """A literal stretch of a pattern as it stands in the index; None where it is not part of a single word."""
    if piece in ("", "*", "?"):
        return piece
    found = tokenize(piece)
    whole = len(found) == 1 and (found.starts[0], found.ends[0]) == (0, len(piece))
    return found.terms[0] if whole else None


def _date(text: str, notes: list[str]) -> query.Query | None:
    """What `periods.span` takes; the last day is included whole."""
    try:
        first, last = span(text)
    except ValueError:
        notes.append(f"{shown(text)} is no date such as 2025-07 or 2025-07-01..2025-07-31, so it is searched as words.")
        return None
    start = datetime.combine(first, time.min) if first else None
    end = datetime.combine(last, time.max) if last else None
    return query.DateRange("date", start, end)
