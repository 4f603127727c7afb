"""Read subtitles, SubRip and WebVTT, as running text with the time at about each half minute."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.documents.formats.source import Readings, Source
from search.documents.formats.text_builder import TextBuilder, clean_text
from search.documents.read import decode
from search.documents.unreadable import UnreadableError
from search.types.article import Zone
from search.types.reading import Reading

_CLOCK = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{1,200})?[ \t]+([^<>]{1,200})>")
_TAG = re.compile(r"</?[^<>\n]{1,200}>|\{\\[^{}\n]{1,100}\}")
_PARAGRAPH, _LONGEST = 30, 60
"""Seconds from which on a paragraph ends with its sentence, and in any case."""
_NO_GAP = 0.02
"""Seconds between subtitles of which the second one may repeat the first."""
_PAUSE = 4
"""Seconds without subtitles that end a paragraph."""
_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "؟", '."', '!"', '?"', ".”", "]", ")", "♪")


class _Cue(NamedTuple):
    """A subtitle: when it is shown, in seconds, and its lines."""

    start: float
    end: float
    lines: list[str]


def read(source: Source) -> Readings:
    """The text of all subtitles, with a break where a paragraph begins.

    Raises UnreadableError if there is no time in the file.
    """
    text = clean_text(decode(source.read_all(), source.encoding).text).lstrip("\ufeff")
    lines = text.split("\n")
    is_vtt = lines[0].startswith("WEBVTT")
    cues = list(_without_repeats(_cues(lines, is_vtt=is_vtt)))
    if not cues and not any(map(_TIMES.match, lines)):
        raise UnreadableError("is damaged: it has no subtitles with times", "damaged")
    builder = TextBuilder()
    for paragraph in _paragraphs(cues):
        builder.end_block()
        hours, seconds = divmod(int(paragraph[0].start), 3600)
        builder.add_break("time", f"{hours:02}:{seconds // 60:02}:{seconds % 60:02}")
        for number, cue in enumerate(paragraph):
            for line in cue.lines:
                if line.startswith(("-", "–", "—")) and builder.length:
                    builder.end_line()  # another person speaks
                elif number or line is not cue.lines[0]:
                    builder.add(" ")
                builder.add(line)
    if builder.length:
        header = dict(_header(lines)) if is_vtt else {}
        language = re.match(r"[a-z]{2,3}\b", header.get("language", "").lower())
        yield Reading(
            builder.text,
            language=language[0] if language else "",
            zones=(Zone("body", 0, builder.length),),
            breaks=builder.breaks,
            is_one_article=True,
            is_labelled=True,
            is_undated=True,
        )


def _header(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The names and values above the first subtitle of WebVTT: "Language: en"."""
    for line in lines[1:20]:
        if not line.strip():
            return
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _cues(lines: Sequence[str], *, is_vtt: bool) -> Iterator[_Cue]:
    """The subtitles that have text, in the order of the file, without tags, comments and numbers."""
    at = [number for number, line in enumerate(lines) if "-->" in line and _TIMES.match(line)]
    for number, end in zip(at, [*at[1:], len(lines)], strict=False):
        match = _TIMES.match(lines[number])
        assert match
        content = [line.strip() for line in lines[number + 1 : end]]
        if end < len(lines) and content and content[-1].isdigit():
            content.pop()  # the number of the next subtitle
        if is_vtt and "" in content:
            content = content[: content.index("")]
        texts = [text for line in content if (text := _plain(line))]
        if texts:
            yield _Cue(_seconds(match.groups()[:4]), _seconds(match.groups()[4:]), texts)


def _seconds(clock: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = clock
    return 3600 * int(hours or 0) + 60 * int(minutes or 0) + float(f"{seconds}.{fraction}")


def _plain(line: str) -> str:
    """A line without tags. Whoever speaks stands before it."""
    line = _VOICE.sub(lambda match: f"{match[1].strip()}: ", line)
    return " ".join(clean_text(html.unescape(_TAG.sub("", line))).split())


def _without_repeats(cues: Iterator[_Cue]) -> Iterator[_Cue]:
    """The subtitles without the lines that the one before them still shows: automatic ones roll line by line."""
    before: _Cue | None = None
    for cue in cues:
        is_rolling = before and cue.start <= before.end + _NO_GAP
        lines = [line for line in cue.lines if not (before and is_rolling and line in before.lines)]
        before = cue
        if lines:
            yield cue._replace(lines=lines)


def _paragraphs(cues: Sequence[_Cue]) -> Iterator[list[_Cue]]:
    """The subtitles of about each half minute, up to the end of a sentence or to a pause."""
    paragraph: list[_Cue] = []
    for cue in cues:
        if paragraph:
            length = cue.start - paragraph[0].start
            is_end = paragraph[-1].lines[-1].endswith(_ENDS)
            is_pause = cue.start - paragraph[-1].end >= _PAUSE and length >= _PARAGRAPH // 3
            if length >= _LONGEST or (length >= _PARAGRAPH and is_end) or is_pause or length < 0:
                yield paragraph
                paragraph = []
        paragraph.append(cue)
    if paragraph:
        yield paragraph
