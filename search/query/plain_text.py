"""Write a query as a text without syntax, to read it again where nothing matches it as typed."""

from collections.abc import Iterator

from search.analysis.tokenizer import tokenize
from search.query.lexer import Lexeme, balanced, is_in_capitals, scan


def plain_text(text: str, *, keeps_not: bool = False) -> str:
    """A query text without operators, quotes and parentheses. Fields and hyphens that mean NOT stay, with all that they
    apply to. NOT and dashes stay with `keeps_not`, as hyphens; in a long text dashes are punctuation. Linear."""
    if is_in_capitals(text):
        text = text.lower()
    return " ".join(_pieces(balanced(list(scan(text, [])), []), keeps_not=keeps_not))


def _pieces(lexemes: list[Lexeme], *, keeps_not: bool) -> Iterator[str]:
    """The words that stay; those in parentheses with a field or NOT before them stay with their syntax."""
    before = ""  # fields and hyphens that apply to what follows
    depth = 0  # of parentheses that stay
    for lexeme in lexemes:
        kind = lexeme.kind
        if kind == "field" or (kind == "minus" and lexeme.text in "-!"):
            before += lexeme.text
        elif kind in ("NOT", "minus") and keeps_not:
            before += "-"
        elif kind == "close" and not depth:
            before = ""
        elif before or depth:
            depth += (kind == "open") - (kind == "close")
            yield before + lexeme.text
            before = ""
        elif kind == "phrase":
            yield _words_of(lexeme.text)
        elif kind == "word":
            yield lexeme.text


def _words_of(quotation: str) -> str:
    """The words of a quotation in small letters, so that none is an operator."""
    tokens = tokenize(quotation.rpartition("~")[0] if quotation[-1].isdecimal() else quotation)
    return " ".join(quotation[start:end].lower() for start, end in zip(tokens.starts, tokens.ends, strict=True))
