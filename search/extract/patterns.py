"""Read the patterns of boilerplate, names and dates from patterns.toml and from a file of the person's own."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from search.errors import ConfigError
from search.extract.calendars import PERSIAN_MONTHS
from search.extract.date_words import load_date_words
from search.extract.draft import LINE_BEGINNING, SHORT_LINE, Line
from search.extract.hinted_patterns import HintedPatterns, hinted
from search.extract.known_names import name_tables, names_by_spelling
from search.extract.mention_words import BeforeMention, WordFinder
from search.extract.pattern_parts import (
    ENDING,
    before_names,
    bits_by_word,
    by_beginning,
    check_offsets,
    either,
    languages_by_word,
    merge_tables,
    months_table,
    numbers_by_name,
    whole_lines,
    with_new_names,
)
from search.extract.record_separators import MARK_WORDS
from search.kernels.signs import BY_WORDS, LineWords

_SHIPPED = Path(__file__).with_name("patterns.toml")
_LONGEST_KNOWN = 60
"""Code points of the longest line that is boilerplate as a whole."""
_AROUND_NUMBER = "0123456789()[]:., \xa0+#"
"""What stands beside the number of comments."""
(
    BOILERPLATE,
    COMMENTS_HEADING,
    SEPARATOR,
    DAY,
    BYLINE_LABEL,
    CAPTION,
    CREDIT,
    RELATIVE_DAY,
    NOTICE,
    RECURS,
    SOURCE_NAME,
) = (1 << BY_WORDS + n for n in range(11))
"""What a line may be by its words, as bits of its signs. Most lines have none but the first four: numbers below 2 ** 30
are the fastest. RECURS is a line that recurs in many files, SOURCE_NAME one with the name of an agency or an outlet."""
_CREDITS = ("irst ", "riginally ", "zuerst", "opyright", "opyRight", "OPYRIGHT")
"""What credits have that have no sign of one."""
_RELATIVE_DAYS = ("ago", "esterday", "oday", "ust now", "or einer ", "l y a", "ace un")
"""What days have that are given without a digit: "an hour ago"."""
_RELATIVE_WORDS = "ago read vor il hace назад há fa geleden temu önce lalu sedan siden тому"
_LETTERS = re.compile("[a-z]+")
DAY_HEAD = 80
"""Code points at the beginning of a long line in which a timestamp is looked for."""
CACHED_SETS = 4
"""Compiled sets of patterns in the cache. Its key is the text of the person's own file, so edits count at once."""


class Patterns(NamedTuple):
    """The compiled patterns. The fields are named as the keys of patterns.toml; `byline_beginnings` has what stands
    before names, by its first two letters. `line_words` are the words by which a line may be something, and
    `month_beginnings` is the table of the first letters of months. `day_hints` are the words of which a line without a
    day in numbers has one if it is a timestamp: months, and "ago"."""

    line_words: LineWords
    lines: frozenset[str]
    starts: Mapping[str, tuple[str, ...]]
    expressions: re.Pattern[str]
    tails: Mapping[str, re.Pattern[str]]
    heads: re.Pattern[str]
    related: frozenset[str]
    related_starts: tuple[str, ...]
    comments: frozenset[str]
    comments_starts: tuple[str, ...]
    comments_names: tuple[str, ...]
    notices: HintedPatterns
    ends: HintedPatterns
    within: Mapping[str, re.Pattern[str]]
    links: tuple[str, ...]
    captions: re.Pattern[str]
    bylines: re.Pattern[str]
    byline_beginnings: Mapping[str, tuple[str, ...]]
    byline_starts: frozenset[str]
    byline_labels: frozenset[str]
    job_titles: frozenset[str]
    no_authors: frozenset[str]
    group_words: frozenset[str]
    contributed: re.Pattern[str]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    fillers: tuple[str, ...]
    relative_hints: tuple[str, ...]
    relative: tuple[str, ...]
    zones: Mapping[str, str]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    month_beginnings: bytes
    day_hints: frozenset[str]
    other_months: Mapping[str, Mapping[str, int]]
    halves: Mapping[str, int]
    no_mention: WordFinder
    before_mention: BeforeMention
    captions_in_body: re.Pattern[str]
    hints_of_captions_in_body: tuple[str, ...]
    agencies: Mapping[str, str]
    outlets: Mapping[str, str]
    no_places: frozenset[str]
    cities: frozenset[str]
    states: frozenset[str]
    regions: frozenset[str]
    no_names: frozenset[str]
    outlet_words: frozenset[str]
    station_words: frozenset[str]
    agency_words: frozenset[str]
    news_words: frozenset[str]
    press_words: frozenset[str]
    publisher_words: frozenset[str]
    organisation_words: frozenset[str]
    parties: frozenset[str]
    languages: Mapping[str, tuple[str, ...]]

    def is_boilerplate(self, line: str) -> bool:
        """Whether a short line is boilerplate by its words. Look-ups only, if it begins with a letter."""
        if not line[0].isalpha():
            if self.expressions.fullmatch(line):
                return True
            line = line.lstrip("•*[(»>›→▶►↓+ -–—|")
        folded = line.casefold()
        starts = self.starts.get(folded[:4])
        if starts and folded.startswith(starts):
            return True
        is_known = len(folded) < _LONGEST_KNOWN and folded.rstrip(ENDING) in self.lines
        return is_known or (" | " in folded and self._is_row_of_buttons(folded))

    def is_comments_heading(self, line: str) -> bool:
        """Whether a short line is the heading of comments, with or without their number. Look-ups only."""
        folded = line.strip(_AROUND_NUMBER).casefold()
        return folded in self.comments or folded.startswith(self.comments_starts)

    def byline_label(self, line: str) -> re.Match[str] | None:
        """Matches the words before the names in a byline, at the beginning of a line. Look-ups only, for most lines."""
        beginning, known = line[:2].casefold(), self.byline_beginnings
        labels = known.get(beginning) or known.get(beginning[:1])  # some labels have one letter
        return self.bylines.match(line) if labels and line.casefold().startswith(labels) else None

    def is_caption(self, line: Line) -> bool:
        """Whether a short line is the caption or the credit of a picture. Most lines have no hint."""
        return line.signs & CAPTION > 0 and self.captions.search(line.text) is not None

    def is_links_heading(self, line: str) -> bool:
        """Whether a short line is the heading of links to other articles. Look-ups only."""
        folded = line.casefold().rstrip(ENDING)
        return folded in self.related or (folded.startswith(self.related_starts) and len(folded) < _LONGEST_KNOWN)

    def is_notice(self, line: str) -> bool:
        """Whether a line of prose is a notice of the site, such as one on cookies."""
        return self.notices.match(line)

    def is_notice_at_end(self, line: str) -> bool:
        """Whether prose at an end of the body is a notice of the site, such as a box on the author."""
        return self.ends.match(line)

    def _is_row_of_buttons(self, folded: str) -> bool:
        """Whether at least half of the parts between bars are boilerplate."""
        parts = folded.split(" | ")
        return 2 * sum(part.strip() in self.lines for part in parts) >= len(parts)


def read_patterns(path: str) -> str:
    """The text of a person's own file of patterns; empty if `path` is.

    Raises ConfigError if the file cannot be read or its patterns are wrong.
    """
    if not path:
        return ""
    try:
        text = Path(path).read_text(encoding="utf-8")
        load_patterns(text)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, re.error) as error:
        raise ConfigError(f"{path}, which the setting patterns names, cannot be used: {error}. Correct it.") from error
    return text


@lru_cache(maxsize=CACHED_SETS)
def load_patterns(own_patterns: str = "") -> Patterns:
    """Compile the patterns of patterns.toml and names.toml, and of `own_patterns`, a text in the same form.

    Raises ValueError, KeyError, TypeError, AttributeError or re.error if the text has another form.
    """
    shipped = tomllib.loads(_SHIPPED.read_text(encoding="utf-8")) | name_tables()
    return _compile(merge_tables(shipped, with_new_names(tomllib.loads(own_patterns))))


def _compile(table: dict[str, Any]) -> Patterns:
    boilerplate, stamps, bylines, mentions = (table[name] for name in ("boilerplate", "stamps", "bylines", "mentions"))
    words = load_date_words()
    lines = whole_lines((*boilerplate["lines"], *boilerplate["related"]))
    labels = (*bylines["starts"], *bylines["labels"])
    comments = (*boilerplate["comments"], *boilerplate["comments_starts"])
    months = {**words.months, **numbers_by_name(stamps["months"])}
    month_words = (name.split()[0] for name in (*months, *words.other_months, *PERSIAN_MONTHS))
    day_hints = frozenset((*month_words, *_RELATIVE_WORDS.split()))
    return Patterns(
        line_words=LineWords(
            starts=bits_by_word(
                {
                    BOILERPLATE: boilerplate["starts"],
                    BYLINE_LABEL: labels,
                    COMMENTS_HEADING: comments,
                    SEPARATOR: MARK_WORDS,
                }
            ),
            lines=dict.fromkeys(lines, BOILERPLATE),
            parts=bits_by_word(
                {
                    CAPTION: table["captions"]["hints"],
                    CREDIT: _CREDITS,
                    RELATIVE_DAY: _RELATIVE_DAYS,
                    NOTICE: boilerplate["notices"],
                },
                fold=False,
            ),
            endings=ENDING,
            without_letter=BOILERPLATE | COMMENTS_HEADING | SEPARATOR,
            longest_line=_LONGEST_KNOWN - 1,
            longest=SHORT_LINE,
            beginning=LINE_BEGINNING,
            months=frozenset(word for hint in day_hints if hint.isascii() for word in _LETTERS.findall(hint)),
            of_day=DAY,
            head=DAY_HEAD,
        ),
        lines=lines,
        starts=by_beginning(boilerplate["starts"], 4),
        expressions=either(boilerplate["expressions"], re.IGNORECASE),
        tails={hint: re.compile(rf"(?<!\w)(?:{tail})\W*$") for hint, tail in boilerplate["tails"].items()},
        comments=frozenset(line.casefold() for line in boilerplate["comments"]),
        comments_starts=tuple(start.casefold() for start in boilerplate["comments_starts"]),
        comments_names=tuple(boilerplate["comments_names"]),
        notices=hinted(boilerplate["notices"]),
        ends=hinted(boilerplate["ends"]),
        related=whole_lines(boilerplate["related"]),
        related_starts=tuple(start.casefold() for start in boilerplate["related_starts"]),
        heads=re.compile(rf"(?:{'|'.join(boilerplate['heads'])})(?!\w)", re.IGNORECASE),
        within={hint: re.compile(expression) for hint, expression in boilerplate["within"].items()},
        links=tuple(boilerplate["links"]),
        captions=either(table["captions"]["expressions"]),
        bylines=before_names(bylines["starts"], bylines["labels"]),
        byline_beginnings=by_beginning(labels, 2),
        byline_starts=frozenset(bylines["starts"]),
        byline_labels=frozenset(labels),
        job_titles=frozenset(bylines["jobs"]),
        no_authors=frozenset((*bylines["jobs"], *bylines["never"])),
        group_words=frozenset(bylines["groups"]),
        contributed=re.compile(bylines["contributed"]),
        published=tuple(stamps["published"]),
        updated=tuple(stamps["updated"]),
        fillers=tuple(stamps["fillers"]),
        relative_hints=tuple(stamps["relative_hints"]),
        relative=tuple(stamps["relative"]),
        zones=check_offsets(stamps["zones"]),
        weekdays={**words.weekdays, **numbers_by_name(stamps["weekdays"])},
        months=months,
        month_beginnings=months_table(months),
        day_hints=day_hints,
        other_months=words.other_months,
        halves={**words.halves, **numbers_by_name(stamps["halves"])},
        no_mention=WordFinder(mentions["other"]),
        before_mention=BeforeMention(mentions["before"], words.weekdays),
        captions_in_body=either(mentions["captions"], re.IGNORECASE),
        hints_of_captions_in_body=tuple(mentions["caption_hints"]),
        agencies=names_by_spelling(table["agencies"]),
        outlets=names_by_spelling(table["outlets"]),
        no_places=frozenset(table["places"]["never"]),
        cities=frozenset(name.casefold() for name in table["places"]["cities"]),
        states=frozenset(name.casefold() for name in table["places"]["states"]),
        regions=frozenset(name.casefold() for name in table["places"]["regions"]),
        no_names=frozenset(table["credits"]["never"]),
        outlet_words=frozenset(table["credits"]["outlet_words"]),
        station_words=frozenset(table["credits"]["station_words"]),
        agency_words=frozenset(table["credits"]["agency_words"]),
        news_words=frozenset(table["credits"]["news_words"]),
        press_words=frozenset(table["credits"]["press_words"]),
        publisher_words=frozenset(table["credits"]["publisher_words"]),
        organisation_words=frozenset(table["credits"]["organisation_words"]),
        parties=frozenset(name.casefold() for name in table["credits"]["parties"]),
        languages=languages_by_word(table["languages"]),
    )
