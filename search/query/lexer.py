"""Split query text into lexemes. What is no operator, field or quotation becomes plain words, with a note."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from search.analysis.digit_groups import GROUPED_BY_SPACES
from search.analysis.slices import are_plain_words, is_safe_cut
from search.analysis.tokenizer import tokenize
from search.lazy_pattern import lazy_pattern
from search.query.foreign import is_foreign_suffix, note_ranges, note_unknown_field, quoted, without_foreign_syntax
from search.query.nodes import FIELDS

QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02\u300c\u300d'
_MINUS = "!\\-\u2012\u2013\u2014\u2212\uff0d"  # marks that mean NOT before a word
_LEXEME = lazy_pattern(
    rf"""(?P<space>\s+)
    | (?P<open>\() | (?P<close>\))
    | (?P<minus>(?<![^\s({_MINUS}:])[{_MINUS}](?=[^\s)]))
    | (?P<plus>(?<![^\s(])\+(?=[^\s)+]))
    | (?P<field>(?<![^\s({_MINUS}+])[^\W\d_]+:(?=\s*[^\s):]))
    | (?P<phrase>[{QUOTES}][^{QUOTES}]*[{QUOTES}](?:~\d+|\s+~\d+(?![^\s)]))?)
    | (?P<quote>[{QUOTES}])
    | (?P<near>(?<![^\s)])(?:(?i:(?:NEAR|ONEAR|W|PRE|P)/\d+|AROUND\(\d+\))|(?:NEAR|ADJ)\d+)(?![^\s(]))
    | (?P<bar>\|+)
    | (?P<word>(?<!\d\ ){GROUPED_BY_SPACES}(?![^\s)]|\ \d)|[^\s(){QUOTES}]+)""",
    re.VERBOSE,
)
_PLAIN_WORD = lazy_pattern(r"\s*([a-z]+)(?![^\s)])")
"""The usual lexeme: a word of the letters a to z, with the space before it."""
_WORD = lazy_pattern(rf"[^\s(){QUOTES}]+")
_QUOTED = lazy_pattern(rf"[{QUOTES}][^{QUOTES}]*[{QUOTES}]")
_FEW = 2
"""Words in capitals of which a query may consist without being a text."""
_ORDERED = lazy_pattern(r"(?i:ONEAR|PRE|ADJ)")
OPERATORS = ("AND", "OR", "NOT")
_AND_SIGNS = ("&", "&&")
_PLAIN = lazy_pattern(r"[^*?~:]+")
_OPERAND_ENDS, _OPERAND_BEGINS = ("word", "phrase", "close"), ("word", "phrase", "open", "minus", "field")


class Lexeme(NamedTuple):
    """A piece of a query with its place. `kind` is open, close, minus, field, phrase, word, AND, OR or NOT."""

    kind: str
    text: str
    start: int
    end: int


def lexemes(text: str, notes: list[str]) -> list[Lexeme]:
    """The lexemes of `text`, with balanced parentheses and operands for every operator. Linear."""
    note_ranges(text, notes)
    all_lexemes = balanced(_with_near(_joined_words(text, list(scan(text, notes))), notes), notes)
    if any(_lower_operators(all_lexemes)):
        notes.append("“or” and “not” are words here. For the operators type OR and NOT in capitals.")
    return _with_operands(all_lexemes, notes)


def with_capital_operators(text: str) -> str:
    """`text` with `or` and `not` between two operands in capitals, as they may have been meant. Linear."""
    letters = list(text)
    all_lexemes = balanced(_with_near(_joined_words(text, list(scan(text, []))), []), [])
    for lexeme in _lower_operators(all_lexemes):
        letters[lexeme.start : lexeme.end] = lexeme.text.upper()
    return "".join(letters)


def _lower_operators(all_lexemes: list[Lexeme]) -> Iterator[Lexeme]:
    """The words `or` and `not` between two operands."""
    for before, lexeme, after in zip(all_lexemes, all_lexemes[1:], all_lexemes[2:], strict=False):
        is_lower = lexeme.text in ("or", "not") and lexeme.kind == "word"
        if is_lower and before.kind in _OPERAND_ENDS and after.kind in _OPERAND_BEGINS:
            yield lexeme


def is_in_capitals(text: str) -> bool:
    """Whether a text is written in capitals alone, so that capitals say nothing: `THE FERRY AND THE HARBOUR`. Two words
    stand side by side in it; `NATO OR UN` is a query. Linear."""
    if text.islower() or any(letter.islower() for letter in text):
        return False
    words = [word not in OPERATORS and word.isupper() for word in _QUOTED.sub(' " ', text).split()]
    return sum(words) > _FEW and any(both == (True, True) for both in pairwise(words))


def scan(text: str, notes: list[str]) -> Iterator[Lexeme]:
    """The lexemes of a text one by one, each by itself. Linear."""
    position, phrase_end = 0, -1
    operators = () if is_in_capitals(text) else OPERATORS
    while position < len(text):
        if plain := _PLAIN_WORD.match(text, position):
            yield Lexeme("word", plain[1], plain.start(1), plain.end())
            position = plain.end()
            continue
        match = _LEXEME.match(text, position)
        assert match and match.lastgroup  # the alternatives cover every character
        kind, piece = match.lastgroup, match.group()
        if kind == "field" and piece[:-1].lower() not in FIELDS:
            word = _WORD.match(text, position)
            assert word
            kind, piece = "word", word.group()
            note_unknown_field(piece, notes)
        end = position + len(piece)
        if kind == "quote":
            notes.append(
                "Unclosed quotation mark: the words after it are searched as single words. Type a closing mark."
            )
        elif kind == "word" and not (position == phrase_end and is_foreign_suffix(piece, notes)):
            yield from _word(piece, position, operators, notes)
        elif kind not in ("space", "plus", "word"):
            yield Lexeme("OR" if kind == "bar" else kind, piece, position, end)
        position = end
        phrase_end = end if kind == "phrase" else phrase_end


def _word(piece: str, start: int, operators: Sequence[str], notes: list[str]) -> Iterator[Lexeme]:
    """The lexeme of a word or of an operator. Bars at the end of a word are an OR."""
    end = start + len(piece)
    if bars := len(piece) - len(piece.rstrip("|")):
        yield from _word(piece[:-bars], start, operators, notes)
        yield Lexeme("OR", piece[-bars:], end - bars, end)
    elif piece in operators or piece in _AND_SIGNS:
        yield Lexeme("AND" if piece in _AND_SIGNS else piece, piece, start, end)
    else:
        yield Lexeme("word", without_foreign_syntax(piece, notes), start, end)


def _joined_words(text: str, all_lexemes: list[Lexeme]) -> list[Lexeme]:
    """Join words that the tokenizer reads as one across a space, such as `per cent`."""
    joined: list[Lexeme] = []
    for lexeme in all_lexemes:
        last = joined[-1] if joined else None
        if last and last.kind == lexeme.kind == "word" and _are_one_word(text, last, lexeme):
            joined[-1] = Lexeme("word", text[last.start : lexeme.end], last.start, lexeme.end)
        else:
            joined.append(lexeme)
    return joined


def _are_one_word(text: str, left: Lexeme, right: Lexeme) -> bool:
    both = text[left.start : right.end]
    if are_plain_words(both) or is_safe_cut(both, right.start - left.start) or _PLAIN.fullmatch(both) is None:
        return False
    return len(tokenize(both)) < len(tokenize(left.text)) + len(tokenize(right.text))


def _with_near(all_lexemes: list[Lexeme], notes: list[str]) -> list[Lexeme]:
    """Turn two words with NEAR/3 between them into `"..."~3`, and any other NEAR into AND."""
    joined: list[Lexeme] = []
    rest = iter(zip(all_lexemes, [*all_lexemes[1:], None], strict=False))
    for lexeme, following in rest:
        left = joined[-1] if joined else None
        if lexeme.kind != "near":
            joined.append(lexeme)
        elif left and following and _is_plain_word(left) and _is_plain_word(following):
            distance = re.sub(r"\D", "", lexeme.text)
            joined[-1] = Lexeme("phrase", f'"{left.text} {following.text}"~{distance}', left.start, following.end)
            if _ORDERED.match(lexeme.text):
                notes.append(
                    f"{quoted(lexeme.text)} is searched as NEAR, in any order. For words in order type a quotation."
                )
            next(rest)
        else:
            notes.append(f"{quoted(lexeme.text)} is searched as AND. Type it between two single words.")
            joined.append(lexeme._replace(kind="AND"))
    return joined


def _is_plain_word(lexeme: Lexeme) -> bool:
    return lexeme.kind == "word" and _PLAIN.fullmatch(lexeme.text) is not None


def balanced(all_lexemes: list[Lexeme], notes: list[str]) -> list[Lexeme]:
    """Drop unmatched parentheses."""
    dropped: set[int] = set()
    unclosed: list[int] = []
    for number, lexeme in enumerate(all_lexemes):
        if lexeme.kind == "open":
            unclosed.append(number)
        elif lexeme.kind == "close" and unclosed:
            unclosed.pop()
        elif lexeme.kind == "close":
            dropped.add(number)
    dropped |= set(unclosed)
    if dropped:
        notes.append("Unmatched parenthesis: it is ignored. Type an opening and a closing one.")
    return [lexeme for number, lexeme in enumerate(all_lexemes) if number not in dropped]


def _with_operands(all_lexemes: list[Lexeme], notes: list[str]) -> list[Lexeme]:
    """Turn an operator that lacks an operand into a word."""
    kept: list[Lexeme] = []
    for number, lexeme in enumerate(all_lexemes):
        before = kept[-1].kind if kept else "open"
        after = all_lexemes[number + 1].kind if number + 1 < len(all_lexemes) else "close"
        lacks_left = before in ("open", "minus", "field", *OPERATORS) and lexeme.kind != "NOT"
        lacks_operand = lacks_left or before == "field" or after in ("close", "AND", "OR")
        if lexeme.kind not in OPERATORS or not lacks_operand:
            kept.append(lexeme)
            continue
        if "&" not in lexeme.text:  # an ampersand is often just part of a name, as in "Smith &"
            outcome = "ignored" if "|" in lexeme.text else "searched as a word"
            side = "after it" if lexeme.kind == "NOT" else "on both sides"
            notes.append(f"{lexeme.text} needs a word {side}; here it is {outcome}.")
        kept.append(lexeme._replace(kind="word"))
    return kept
