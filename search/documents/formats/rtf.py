"""Read RTF documents."""

from typing import NamedTuple

from search.documents.formats.detect_format import HEAD_SIZE, by_signature
from search.documents.formats.document_text import DocumentText
from search.documents.formats.properties import Properties
from search.documents.formats.rtf_tokens import Token, codec_of_charset, codec_of_code_page, rtf_tokens
from search.documents.formats.rtf_words import (
    ASIDES,
    CODE_PAGES,
    KEPT,
    LEFT_OUT,
    PAGE_EDGES,
    PROPERTIES,
    SIGNS,
    SYMBOLS,
)
from search.documents.formats.source import Readings, Source
from search.documents.formats.text_builder import clean_text
from search.documents.unreadable import UnreadableError

_TIMES = {"yr": "{:04}", "mo": "-{:02}", "dy": "-{:02}", "hr": "T{:02}", "min": ":{:02}"}
_HIDDEN = frozenset({"v", "deleted", "mvf"})


class _State(NamedTuple):
    """What a group may change until it ends. `into` is the destination that the text goes to."""

    codec: str
    into: str = ""
    is_hidden: bool = False
    fallback: int = 1  # the bytes that follow a character of Unicode for old programs


def read(source: Source) -> Readings:
    """The text of a document. Notes, comments and text boxes follow the paragraph that they belong to; headers and
    footers stand at the end, each once. Deleted and hidden text is left out. Linear: 10 MB of text a second."""
    data = source.read_all()
    if by_signature(data[:HEAD_SIZE]) != "rtf":
        raise UnreadableError("is damaged: it does not begin as RTF does", "damaged")
    document = _Document()
    for token in rtf_tokens(data):
        document.take(token)
    if text := document.finish():
        doubts = ("has hidden text, which is not searched",) if document.has_hidden_text else ()
        yield document.properties.reading(text)._replace(breaks=document.text.breaks, doubts=doubts)


class _Document:
    """Makes text of the tokens of a document."""

    def __init__(self) -> None:
        self.text = DocumentText()
        self.properties = Properties()
        self.has_hidden_text = False
        self._state = _State("cp1252")
        self._groups: list[tuple[_State, str]] = []  # the states around the open groups, and what ends with each group
        self._left_out = 0  # how deep in a group that is left out
        self._is_first = self._is_starred = self._is_next_left_out = False
        self._bytes = bytearray()  # text that is not decoded yet
        self._to_skip = 0
        self._default_codec, self._fonts, self._font, self._default_font = "cp1252", dict[int, str](), 0, 0
        self._value: list[str] = []
        self._comment_by = ""
        self._in_cell = [False]  # in the document, and in each of the open asides
        self._page_edges: dict[str, None] = {}

    def take(self, token: Token) -> None:
        """Take the next token."""
        kind, name, number, data = token
        if self._left_out:
            self._left_out += (kind == "open") - (kind == "close")
        elif kind == "bytes":
            self._is_first = False
            self._bytes += data[self._to_skip :]
            self._to_skip = max(0, self._to_skip - len(data))
        elif kind == "symbol":
            self._take_symbol(name)
        else:
            self._decode()
            self._to_skip = 0
            if kind == "word":
                self._take_word(name, number)
            elif kind == "open":
                self._open()
            else:
                self._close()

    def finish(self) -> str:
        """End the document, and give its text."""
        self._decode()
        while self._groups:
            self._close()
        self._end_row()
        self.text.finish()
        for paragraph in self._page_edges:
            self.text.add(paragraph)
            self.text.end_paragraph()
        return self.text.text

    def _open(self) -> None:
        if self._is_next_left_out:
            self._is_next_left_out = False
            self._left_out = 1
            return
        self._groups.append((self._state, ""))
        self._is_first, self._is_starred = True, False

    def _close(self) -> None:
        self._is_first = False
        if not self._groups:
            return
        self._state, ending = self._groups.pop()
        if ending in PROPERTIES:
            value, self._value = clean_text("".join(self._value)), []
            if ending == "atnauthor":
                self._comment_by = value.strip()
            else:
                self.properties.add(PROPERTIES[ending], value)
        elif ending:
            self._end_row()
            self._in_cell.pop()
            if ending in PAGE_EDGES:
                self._page_edges |= dict.fromkeys(filter(None, map(str.strip, self.text.take_aside())))
            else:
                self.text.end_aside(f"Comment by {self._comment_by or 'unknown'}" if ending == "annotation" else "")

    def _take_symbol(self, name: str) -> None:
        if name == "*" and self._is_first:
            self._is_starred = True
        elif name in "\r\n":
            self._decode()
            self._take_word("par", None)
        elif self._to_skip:
            self._to_skip -= 1
        elif name in SYMBOLS:
            self._decode()
            self._add(SYMBOLS[name])

    def _take_word(self, name: str, number: int | None) -> None:
        if self._is_first:
            self._is_first = False
            if self._start_destination(name):
                return
        state = self._state
        if name == "u":
            self._take_unicode(number or 0)
        elif name == "uc":
            self._state = state._replace(fallback=max(0, number or 0))
        elif name == "f":
            self._font = number or 0
            self._state = state._replace(codec=self._fonts.get(self._font, self._default_codec))
        elif name in _HIDDEN:
            self._state = state._replace(is_hidden=number != 0)
            self.has_hidden_text |= name == "v" and number != 0 and state.into == ""
        elif name == "plain":
            codec = self._fonts.get(self._default_font, self._default_codec)
            self._state = state._replace(codec=codec, is_hidden=False)
        elif name == "upr":
            self._is_next_left_out = True  # the text without Unicode; the one with it follows
        elif state.into == "fonttbl":
            self._take_font(name, number or 0)
        elif state.into in ("creatim", "revtim", "info"):
            self._take_property(name, number or 0)
        elif name in SIGNS:
            self._add(SIGNS[name])
        elif not state.into:
            self._take_layout(name, number)

    def _take_layout(self, name: str, number: int | None) -> None:
        if name in ("par", "sect", "nestrow"):
            self.text.end_paragraph()
        elif name in ("page", "pagebb"):
            self.text.end_page()
        elif name in ("intbl", "trowd"):
            if not self._in_cell[-1]:
                self.text.start_cell()
                self._in_cell[-1] = True
        elif name == "cell":
            if self._in_cell[-1]:
                self.text.end_cell()
                self.text.start_cell()
            else:
                self.text.end_paragraph()
        elif name == "row":
            self._end_row()
        elif name == "ansicpg":
            self._set_codec(codec_of_code_page(number or 0))
        elif name in CODE_PAGES:
            self._set_codec(codec_of_code_page(CODE_PAGES[name]))
        elif name == "deff":
            self._default_font = number or 0

    def _start_destination(self, name: str) -> bool:
        """Begin the destination of a group, if the word is the name of one."""
        into = self._state.into
        is_unknown = self._is_starred and name not in KEPT
        if name in LEFT_OUT or is_unknown:
            self._groups.pop()
            self._left_out = 1
        elif name in ASIDES or name in PAGE_EDGES:
            self._end_group_with(name)
            self.text.start_aside()
            self._in_cell.append(False)
        elif name in PROPERTIES and (into == "info" or name == "atnauthor"):
            self._end_group_with(name)
            self._state = self._state._replace(into=name)
        elif name in ("fonttbl", "info"):
            self._state = self._state._replace(into=name)
        else:
            return False
        return True

    def _end_group_with(self, ending: str) -> None:
        self._groups[-1] = (self._groups[-1][0], ending)

    def _end_row(self) -> None:
        if self._in_cell[-1]:
            self.text.end_cell()
            self.text.end_row()
            self._in_cell[-1] = False

    def _take_font(self, name: str, number: int) -> None:
        if name == "fcharset":
            self._fonts[self._font] = codec_of_charset(number, self._default_codec)
        elif name == "cpg":
            self._fonts[self._font] = codec_of_code_page(number)

    def _take_property(self, name: str, number: int) -> None:
        if name == "nofpages":
            self.text.stated_pages = number
        elif name in _TIMES and self._state.into != "info":
            self._value.append(_TIMES[name].format(number))

    def _set_codec(self, codec: str) -> None:
        self._default_codec = codec
        self._state = self._state._replace(codec=codec)

    def _take_unicode(self, number: int) -> None:
        code = number + 0x10000 if number < 0 else number
        if 0 < code <= 0x10FFFF and not 0xF000 <= code <= 0xF0FF:  # these are signs of symbol fonts
            self._add(chr(code))
        self._to_skip = self._state.fallback

    def _decode(self) -> None:
        if self._bytes:
            errors = "ignore" if self._state.codec == "ascii" else "replace"
            self._add(self._bytes.decode(self._state.codec, errors))
            self._bytes.clear()

    def _add(self, text: str) -> None:
        into, is_hidden = self._state.into, self._state.is_hidden
        if is_hidden or into in ("fonttbl", "info"):
            return
        if into:
            self._value.append(text)
        elif self._groups:
            self.text.add(text)
