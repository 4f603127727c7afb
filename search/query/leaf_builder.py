"""Turn one word, quotation or date of a query into a leaf of the tree."""

import re
from datetime import datetime, time

from search.analysis.character_classes import APOSTROPHE, CHARACTER, HYPHEN, classes
from search.analysis.compounds import text_compounds
from search.analysis.slices import are_plain_words
from search.analysis.tokenizer import Tokens, tokenize
from search.analysis.umlauts import as_typed
from search.lazy_pattern import lazy_pattern
from search.query import tree as query
from search.query.date_range import parse_date_range
from search.query.foreign import quoted
from search.query.nodes import (
    EVERYTHING,
    MAY_BE_UNKNOWN,
    NEAREST,
    TEXT,
    UNKNOWN,
    WHERE,
    Compound,
    Forms,
    Missing,
    MultiPhrase,
    Near,
)
from search.query.serialize import compound_text

_FUZZY = lazy_pattern(r"(.+?)~(\d*)", re.DOTALL)
_SHORTEST_PREFIX = 2
_SHORT_NAME = 4
"""Letters that may be a word of their own once their apostrophe is left out: `O'Ne*` does not stand for *one*."""
_SHORTEST_FUZZY = 3
_MOST_TYPOS = 2
_MOST_DIGITS = 9
_STARS_AT_END = lazy_pattern(r"\*+(?!\w)")
_INNER_QUESTION_MARK = lazy_pattern(r"\w\?\w")


def word(text: str, field: str, notes: list[str]) -> query.Query | None:
    """The leaf for a word as typed; None where nothing in it can be searched."""
    if field == WHERE:
        return _unknown_scope(text, notes)
    if text == "*" and field in (TEXT, EVERYTHING):
        return query.Every()
    if field in MAY_BE_UNKNOWN and tokenize(text).terms == (UNKNOWN,):
        return Missing(field)
    if field == "date":
        return _date(text, notes) or _literal(f"date {text}", TEXT)
    text = _without_elided_article(text)
    fuzzy = _FUZZY.fullmatch(text)
    if fuzzy:
        return _fuzzy(fuzzy[1], _number(fuzzy[2] or "1"), field, notes)
    pattern = text.rstrip("?")
    if "*" in pattern or "?" in pattern:
        return _pattern(pattern, field, notes)
    return _literal(text, field)


def _without_elided_article(text: str) -> str:
    """A word without what the tokenizer cuts off before an apostrophe: `économie` for `l'économie`, as Lucene's
    ElisionFilter has it."""
    if APOSTROPHE not in classes(text):
        return text
    tokens = tokenize(text)
    is_elided = len(tokens) > 1 and classes(text[tokens.ends[0] : tokens.starts[1]]) == APOSTROPHE
    return text[tokens.starts[1] :] if is_elided else text


def phrase(text: str, field: str, notes: list[str]) -> query.Query | None:
    """The leaf for a quotation, with its marks and perhaps a distance: `"a b"~5`.

    Its words match exactly as written, except those with a star.
    """
    quotation, _, digits = text.rpartition("~") if text[-1].isdecimal() else (text, "", "")
    content = quotation.rstrip()[1:-1]
    if field == WHERE:
        return _unknown_scope(f'"{content}"', notes)
    if field == "date":
        return _date(content.strip(), notes) or _literal(f'date "{content}"', TEXT)
    distance = _number(digits or "0")
    tokens = tokenize(content)
    if not distance and are_plain_words(content):
        return _side_by_side([*tokens.terms], field)
    words = _starred_words(content, tokens, notes, allows_stars=not distance)
    if not distance or len(words) < 2:
        return _side_by_side(words, field, _hyphens(content, tokens))
    if distance > NEAREST:
        notes.append(f"The largest distance is {NEAREST:,} words, so ~{NEAREST} is searched.")
    return Near(field, words, slop=min(distance, NEAREST))


def _starred_words(content: str, tokens: Tokens, notes: list[str], *, allows_stars: bool) -> list[str]:
    """The words of a quotation, with their stars where a star may stand."""
    words = [
        term + "*" * (allows_stars and len(term) >= _SHORTEST_PREFIX and _STARS_AT_END.match(content, end) is not None)
        for term, end in zip(tokens.terms, tokens.ends, strict=True)
    ]
    if sum(map(_is_starred, words)) < content.count("*") or _INNER_QUESTION_MARK.search(content):
        notes.append(
            f"Some * or ? in {quoted(content)} are ignored. In a quotation without a distance, a star may follow a word"
            f' of {_SHORTEST_PREFIX} letters or more: "rolls roy*".'
        )
    return words


def _is_starred(word: str) -> bool:
    return word.endswith("*")


def _hyphens(content: str, tokens: Tokens) -> frozenset[int]:
    """The numbers of the tokens that are parts of compounds, but for the last part of each."""
    numbers = (number for number, _ in text_compounds(content, tokens))
    pairs = ((number, tokens.terms[number : number + 2]) for number in numbers)
    return frozenset(number for number, pair in pairs if tokenize("-".join(pair)).terms == pair)


def _side_by_side(words: list[str], field: str, hyphens: frozenset[int] = frozenset()) -> query.Query | None:
    """The leaf for words side by side, some of them perhaps starred."""
    if len(words) > 1 and not any(map(_is_starred, words)):
        quotation = query.Phrase(field, words)
        quotation.hyphens = hyphens
        return quotation
    if len(words) > 1:
        return MultiPhrase(field, words)
    if words and _is_starred(words[0]):
        return query.Prefix(field, words[0][:-1])
    return query.Term(field, words[0]) if words else None


def _number(digits: str) -> int:
    """The value of some digits, or a number above every limit where there are too many."""
    return int(digits) if len(digits) < _MOST_DIGITS else 10**_MOST_DIGITS


def _unknown_scope(text: str, notes: list[str]) -> query.Query | None:
    """The leaf for `in:` with anything but `everything`: its words, with a note."""
    notes.append(f"{quoted(f'{WHERE}:{text}')} is searched as words. After {WHERE}: only {EVERYTHING} has a meaning.")
    return _literal(f"{WHERE} {text}", TEXT)


def _literal(text: str, field: str) -> query.Query | None:
    """A word with its inflected forms, or what the tokenizer splits (`Wonsan-Kalma`) as parts side by side."""
    tokens = tokenize(text)
    if not tokens:
        return None
    if len(tokens) == 1:
        return Forms(field, tokens.terms[0], as_typed(text[tokens.starts[0] : tokens.ends[0]], tokens.terms[0]))
    return (Compound if _is_compound(tokens, text) else query.Phrase)(field, list(tokens.terms))


def _is_compound(tokens: Tokens, text: str) -> bool:
    """Whether only hyphens stand between tokens, or some are of a script without spaces; and the compound of their
    terms has the same tokens."""
    gaps = (text[end:start] for end, start in zip(tokens.ends, tokens.starts[1:], strict=False))
    has_characters = CHARACTER in classes("".join(term[0] for term in tokens.terms))
    is_joined = has_characters or set(classes("".join(gaps))) <= {HYPHEN}
    return is_joined and tokenize(compound_text(tokens.terms)).terms == tokens.terms


def _fuzzy(text: str, typos: int, field: str, notes: list[str]) -> query.Query | None:
    words = tokenize(text).terms
    if len(words) != 1 or len(words[0]) < _SHORTEST_FUZZY or "*" in text:
        notes.append(
            f"{quoted(f'{text}~')} is searched as written. Type ~ after a single word of {_SHORTEST_FUZZY} letters or"
            " more."
        )
        return _literal(text, field)
    if typos > _MOST_TYPOS:
        notes.append(f"{quoted(text)} is searched with ~{_MOST_TYPOS}, the most typos that are allowed.")
    if not typos:
        return query.Term(field, words[0])
    return query.FuzzyTerm(field, words[0], maxdist=min(typos, _MOST_TYPOS), prefixlength=0)


def _pattern(text: str, field: str, notes: list[str]) -> query.Query | None:
    pieces = [_normalized_piece(piece) for piece in re.split(r"([*?])", text)]
    if None in pieces and not _INNER_QUESTION_MARK.search(text):
        words = _starred_words(text, tokenize(text), [], allows_stars=True)
        if len(words) > 1 and sum(map(_is_starred, words)) == text.count("*"):  # as Rolls-Roy*
            return _side_by_side(words, field)
    if None in pieces or len(pieces[0] or "") < _SHORTEST_PREFIX:
        notes.append(
            f"{quoted(text)} is searched without * and ?. Type them in a single word, after at least"
            f" {_SHORTEST_PREFIX} letters."
        )
        return _literal(text, field)
    pattern = re.sub(r"\*[*?]*\*|\*{2,}", "*", "".join(piece or "" for piece in pieces))
    if not pattern.endswith("*") or re.search(r"[*?]", pattern[:-1]):
        return query.Wildcard(field, pattern)
    if APOSTROPHE in classes(text) and "'" not in pattern and len(pattern) <= _SHORT_NAME + 1:
        return query.Wildcard(field, f"{pattern[:-1]}?*")
    return query.Prefix(field, pattern[:-1], as_typed(text.rstrip("*"), pattern[:-1]))


def _normalized_piece(piece: str) -> str | None:
    """A literal piece of a pattern as the index has it; None where it is not part of a single word."""
    if piece in ("", "*", "?"):
        return piece
    piece_tokens = tokenize(piece)
    is_whole = len(piece_tokens) == 1 and (piece_tokens.starts[0], piece_tokens.ends[0]) == (0, len(piece))
    return piece_tokens.terms[0] if is_whole else None


def _date(text: str, notes: list[str]) -> query.Query | None:
    """The leaf for a date range, the last day included; None with a note where the text is none."""
    try:
        first, last = parse_date_range(text)
    except ValueError:
        notes.append(
            f"{quoted(text)} is not a date, so it is searched as words. Type 2025-07 or 2025-07-01..2025-07-31."
        )
        return None
    start = datetime.combine(first, time.min) if first else None
    end = datetime.combine(last, time.max) if last else None
    return query.DateRange("date", start, end)
