"""Query text to lexemes. What cannot be an operator, a field or a quotation becomes plain words, with a note."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.analysis.tokenizer import tokenize
from search.query.foreign import foreign, is_behind, note_field, note_ranges, quoted
from search.query.nodes import FIELDS

QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02\u300c\u300d'
_MINUS = "!\\-\u2012\u2013\u2014\u2212\uff0d"  # the marks that leave out, where they stand before a word
_LEXEME = re.compile(
    rf"""(?P<space>\s+)
    | (?P<open>\() | (?P<close>\))
    | (?P<minus>(?<![^\s({_MINUS}:])[{_MINUS}](?=[^\s)]))
    | (?P<plus>(?<![^\s(])\+(?=[^\s)+]))
    | (?P<field>(?<![^\s({_MINUS}+])[^\W\d_]+:(?=\s*[^\s):]))
    | (?P<phrase>[{QUOTES}][^{QUOTES}]*[{QUOTES}](?:~\d+|\s+~\d+(?![^\s)]))?)
    | (?P<quote>[{QUOTES}])
    | (?P<near>(?<![^\s)])(?:(?i:(?:NEAR|ONEAR|W|PRE|P)/\d+|AROUND\(\d+\))|(?:NEAR|ADJ)\d+)(?![^\s(]))
    | (?P<bar>\|+)
    | (?P<word>[^\s(){QUOTES}]+)""",
    re.VERBOSE,
)
_WORD = re.compile(rf"[^\s(){QUOTES}]+")
_ORDERED = re.compile(r"(?i:ONEAR|PRE|ADJ)")
OPERATORS = ("AND", "OR", "NOT")
_SIGNS = {"&": "AND", "&&": "AND"}
_PLAIN = re.compile(r"[^*?~:]+")
_OPERAND_ENDS, _OPERAND_BEGINS = ("word", "phrase", "close"), ("word", "phrase", "open", "minus", "field")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query, and where it stands. `kind` is open, close, minus, field, phrase, word, AND, OR or NOT."""

    kind: str
    text: str
    start: int
    end: int


def lexemes(text: str, notes: list[str]) -> list[Lexeme]:
    """The lexemes of `text`, parentheses balanced and every operator with its operands. Linear."""
    note_ranges(text, notes)
    found = _joined_words(text, list(_scan(text, notes)))
    found = _balanced(_near(found, notes), notes)
    if _capitalised(text, found) != text:
        notes.append("OR and NOT are operators in capitals only, so “or” and “not” are searched as words.")
    return _with_operands(found, notes)


def capitalised(text: str) -> str:
    """`text` with each `or` and `not` between two operands in capitals: the operators that may be meant. Linear."""
    return _capitalised(text, _balanced(_near(_joined_words(text, list(_scan(text, []))), []), []))


def _capitalised(text: str, found: list[Lexeme]) -> str:
    letters = list(text)
    for before, lexeme, after in zip(found, found[1:], found[2:], strict=False):
        is_lower = lexeme.kind == "word" and lexeme.text in ("or", "not")
        if is_lower and before.kind in _OPERAND_ENDS and after.kind in _OPERAND_BEGINS:
            letters[lexeme.start : lexeme.end] = lexeme.text.upper()
    return "".join(letters)


def _scan(text: str, notes: list[str]) -> Iterator[Lexeme]:
    position, phrase_end = 0, -1
    while position < len(text):
        match = _LEXEME.match(text, position)
        assert match and match.lastgroup  # the alternatives cover every character
        kind, piece = match.lastgroup, match.group()
        if kind == "field" and piece[:-1].lower() not in FIELDS:
            word = _WORD.match(text, position)
            assert word
            kind, piece = "word", word.group()
            note_field(piece, notes)
        end = position + len(piece)
        if kind == "quote":
            notes.append("Unclosed quotation mark: the words after it are searched as single words.")
        elif kind == "word" and not (position == phrase_end and is_behind(piece, notes)):
            yield from _word(piece, position, notes)
        elif kind not in ("space", "plus", "word"):
            yield Lexeme("OR" if kind == "bar" else kind, piece, position, end)
        position = end
        phrase_end = end if kind == "phrase" else phrase_end


def _word(piece: str, start: int, notes: list[str]) -> Iterator[Lexeme]:
    """A word as typed, or the operator that it is; bars at its end are one."""
    end = start + len(piece)
    if bars := len(piece) - len(piece.rstrip("|")):
        yield from _word(piece[:-bars], start, notes)
        yield Lexeme("OR", piece[-bars:], end - bars, end)
    elif piece in OPERATORS or piece in _SIGNS:
        yield Lexeme(_SIGNS.get(piece, piece), piece, start, end)
    else:
        yield Lexeme("word", foreign(piece, notes), start, end)


def _joined_words(text: str, found: list[Lexeme]) -> list[Lexeme]:
    """Words that the analyser takes for one across a space (`per cent`) become one lexeme."""
    joined: list[Lexeme] = []
    for lexeme in found:
        last = joined[-1] if joined else None
        if last and last.kind == lexeme.kind == "word" and _are_one_word(both := text[last.start : lexeme.end]):
            joined[-1] = Lexeme("word", both, last.start, lexeme.end)
        else:
            joined.append(lexeme)
    return joined


def _are_one_word(words: str) -> bool:
    return _PLAIN.fullmatch(words) is not None and len(tokenize(words)) < sum(len(tokenize(w)) for w in words.split())


def _near(found: list[Lexeme], notes: list[str]) -> list[Lexeme]:
    """Two words with NEAR/3 between become `"..."~3`; between anything else it becomes AND."""
    joined: list[Lexeme] = []
    rest = iter(zip(found, [*found[1:], None], strict=False))
    for lexeme, following in rest:
        left = joined[-1] if joined else None
        if lexeme.kind != "near":
            joined.append(lexeme)
        elif left and following and _is_plain_word(left) and _is_plain_word(following):
            distance = re.sub(r"\D", "", lexeme.text)
            joined[-1] = Lexeme("phrase", f'"{left.text} {following.text}"~{distance}', left.start, following.end)
            if _ORDERED.match(lexeme.text):
                notes.append(
                    f"{quoted(lexeme.text)} is searched as NEAR: the order of words counts in quotations only."
                )
            next(rest)
        else:
            notes.append(f"{quoted(lexeme.text)} joins two single words, so here it is searched as AND.")
            joined.append(replace(lexeme, kind="AND"))
    return joined


def _is_plain_word(lexeme: Lexeme) -> bool:
    return lexeme.kind == "word" and _PLAIN.fullmatch(lexeme.text) is not None


def _balanced(found: list[Lexeme], notes: list[str]) -> list[Lexeme]:
    """Drop parentheses that have no partner."""
    dropped: set[int] = set()
    unclosed: list[int] = []
    for number, lexeme in enumerate(found):
        if lexeme.kind == "open":
            unclosed.append(number)
        elif lexeme.kind == "close" and unclosed:
            unclosed.pop()
        elif lexeme.kind == "close":
            dropped.add(number)
    dropped |= set(unclosed)
    if dropped:
        notes.append("Unmatched parenthesis: it is ignored.")
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
                done = "left out" if "|" in lexeme.text else "searched as a word"
                if "&" not in lexeme.text:  # which says nothing by itself, as in "Smith &"
                    notes.append(f"{lexeme.text} has nothing to work on there, so it is {done}.")
                lexeme = replace(lexeme, kind="word")
        kept.append(lexeme)
    return kept
