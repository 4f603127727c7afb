"""Query text to lexemes. What cannot be an operator, a field or a quotation becomes plain words, with a note."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.analysis import tokens
from search.query.nodes import FIELDS

LONGEST = 512
"""Code points of a query that are read."""
DEEPEST = 20
"""Levels of parentheses that are read."""

QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02\u300c\u300d'
_LEXEME = re.compile(
    rf"""(?P<space>\s+)
    | (?P<open>\() | (?P<close>\))
    | (?P<minus>(?<![^\s(\u2212-])[-\u2212](?=[^\s)]))
    | (?P<field>(?<![^\s(\u2212-])[^\W\d_]+:(?=[^\s):]))
    | (?P<phrase>[{QUOTES}][^{QUOTES}]*[{QUOTES}](?:~\d+)?)
    | (?P<quote>[{QUOTES}])
    | (?P<word>[^\s(){QUOTES}]+)""",
    re.VERBOSE,
)
_WORD = re.compile(rf"[^\s(){QUOTES}]+")
OPERATORS = ("AND", "OR", "NOT")
_PLAIN = re.compile(r"[^*?~:]+")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query. `kind` is open, close, minus, field, phrase, word, AND, OR or NOT."""

    kind: str
    text: str
    start: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def lexemes(text: str, notes: list[str]) -> list[Lexeme]:
    """The lexemes of `text`, parentheses balanced and every operator with its operands. Linear."""
    if len(text) > LONGEST:
        notes.append(f"Only the first {LONGEST} of {len(text):,} characters are searched.")
        text = text[:LONGEST]
    found = _joined_words(text, list(_scan(text, notes)))
    return _with_operands(_balanced(found, notes), notes)


def _scan(text: str, notes: list[str]) -> Iterator[Lexeme]:
    position = 0
    while position < len(text):
        match = _LEXEME.match(text, position)
        assert match and match.lastgroup  # the alternatives cover every character
        kind, piece = match.lastgroup, match.group()
        if kind == "field" and piece[:-1].lower() not in FIELDS:
            word = _WORD.match(text, position)
            assert word
            kind, piece = "word", word.group()
            if not piece.split(":", 1)[1].startswith("/"):
                notes.append(
                    f"There is no field “{piece.split(':')[0]}”, so “{piece}” is searched as words."
                    f" The fields are {', '.join(FIELDS)}."
                )
        if kind == "quote":
            notes.append("A quotation mark has no partner, so the words after it are searched one by one.")
        elif kind != "space":
            yield Lexeme(piece if piece in OPERATORS else kind, piece, position)
        position += len(piece)


def _joined_words(text: str, found: list[Lexeme]) -> list[Lexeme]:
    """Words that the analyser takes for one across a space (`per cent`) become one lexeme."""
    joined: list[Lexeme] = []
    for lexeme in found:
        last = joined[-1] if joined else None
        if last and last.kind == lexeme.kind == "word" and _are_one_word(both := text[last.start : lexeme.end]):
            joined[-1] = replace(last, text=both)
        else:
            joined.append(lexeme)
    return joined


def _are_one_word(words: str) -> bool:
    return _PLAIN.fullmatch(words) is not None and len(tokens(words)) < sum(len(tokens(w)) for w in words.split())


def _balanced(found: list[Lexeme], notes: list[str]) -> list[Lexeme]:
    """Drop parentheses that have no partner or lie too deep."""
    dropped: set[int] = set()
    unclosed: list[int] = []
    for number, lexeme in enumerate(found):
        if lexeme.kind == "open":
            unclosed.append(number)
        elif lexeme.kind == "close" and not unclosed:
            dropped.add(number)
        elif lexeme.kind == "close":
            opening = unclosed.pop()
            if len(unclosed) >= DEEPEST:
                dropped |= {opening, number}
    if unclosed or any(found[number].kind == "close" for number in dropped):
        notes.append("A parenthesis has no partner or lies too deep, and is left out.")
    dropped |= set(unclosed)
    return [lexeme for number, lexeme in enumerate(found) if number not in dropped]


def _with_operands(found: list[Lexeme], notes: list[str]) -> list[Lexeme]:
    """Turn an operator that lacks an operand into the word that it is."""
    kept: list[Lexeme] = []
    for number, met in enumerate(found):
        lexeme = met
        before = kept[-1].kind if kept else "open"
        after = found[number + 1].kind if number + 1 < len(found) else "close"
        if lexeme.kind in OPERATORS:
            lacks_left = before in ("open", "minus", "field", *OPERATORS) and lexeme.kind != "NOT"
            if lacks_left or before == "field" or after in ("close", "AND", "OR"):
                notes.append(f"{lexeme.text} has nothing to work on there, so it is searched as a word.")
                lexeme = replace(lexeme, kind="word")
        kept.append(lexeme)
    return kept
