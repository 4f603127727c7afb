"""Decode bytes whose encoding a document, a mail or a server names."""

import codecs

from search.documents.read import decode

_CODECS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""The wider encodings that browsers take for those that are named."""
_ALIASES = {
    "iso-8859-6-e": "iso-8859-6",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-8": "utf-8",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "windows-936": "gb18030",
    "windows-949": "cp949",
    "windows-950": "big5hkscs",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-roman": "mac-roman",
    "x-sjis": "cp932",
    "x-x-big5": "big5hkscs",
}
"""Names that Python does not know."""
_NOT_TAKEN = (
    "idna",
    "punycode",
    "unicode-escape",
    "raw-unicode-escape",
    "undefined",
    "utf-16",
    "utf-32",
    "mbcs",
    "oem",
)
"""Codecs that are no encodings of documents, or that a byte order mark tells more surely."""


def codec_of(name: str) -> str:
    """The Python codec for the name of an encoding in a document; empty if there is none."""
    name = name.strip().strip("\"'").lower()
    try:
        codec = codecs.lookup(_ALIASES.get(name, name))
    except (LookupError, ValueError):
        return ""
    if codec.name.startswith(_NOT_TAKEN) or not codec._is_text_encoding:
        return ""
    return _CODECS.get(codec.name, codec.name)


def decode_named(data: bytes, name: str) -> str:
    """Decode bytes whose encoding is named, perhaps wrongly. Valid UTF-8 is taken as UTF-8. Never raises. Linear."""
    codec = codec_of(name)
    if not codec or codec in ("utf-8", "utf-8-sig"):
        return decode(data).text
    if not data.isascii():
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    return decode(data, codec).text
