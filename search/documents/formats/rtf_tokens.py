"""The tokens of RTF, and the encodings that it names (Rich Text Format specification, version 1.9.1)."""

import codecs
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_TOKEN = re.compile(
    rb"([{}])|\\([a-zA-Z]{1,64})(-?[0-9]{1,10})? ?|((?:\\'[0-9a-fA-F]{2})+)|\\(.)|([^\\{}\r\n\x00]+)|[\r\n\x00]+|\\",
    re.DOTALL,
)
_CHARSETS = {
    2: "ascii",  # signs of symbol fonts, which are no text
    77: "mac_roman",
    78: "shift_jis",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_CODE_PAGES = {1361: "johab", 10000: "mac_roman", 10001: "shift_jis", 20127: "ascii", 65001: "utf-8"}


class Token(NamedTuple):
    """A brace, a control word with its number, a control symbol, or bytes of text; `name` of the first three."""

    kind: Literal["open", "close", "word", "symbol", "bytes"]
    name: str = ""
    number: int | None = None
    data: bytes = b""


_OPEN, _CLOSE = Token("open"), Token("close")


def rtf_tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a document. Binary data is left out. Never raises. Linear."""
    at = 0
    while at < len(data) and (match := _TOKEN.match(data, at)):
        at = match.end()
        brace, word, number, hexadecimal, symbol, text = match.groups()
        if text is not None:
            yield Token("bytes", data=text)
        elif hexadecimal is not None:
            yield Token("bytes", data=bytes.fromhex(hexadecimal.decode().replace("\\'", "")))
        elif word == b"bin":
            at += max(0, int(number or 0))
        elif word is not None:
            yield Token("word", word.decode(), None if number is None else int(number))
        elif brace is not None:
            yield _OPEN if brace == b"{" else _CLOSE
        elif symbol is not None:
            yield Token("symbol", symbol.decode("latin-1"))


def codec_of_charset(charset: int, default: str) -> str:
    """The codec of a font's character set."""
    return _CHARSETS.get(charset, default)


def codec_of_code_page(number: int) -> str:
    """The codec of a code page; that of Windows for Western Europe if Python does not know it."""
    name = _CODE_PAGES.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
