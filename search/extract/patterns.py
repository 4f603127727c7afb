"""What the steps know of pages, read from patterns.toml and a file of the person's own."""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from search.errors import ConfigError

_OWN = Path(__file__).with_name("patterns.toml")
_ENDING = " .:…!»>›→|-–—"
_OFFSET = re.compile(r"([+-])(\d\d?):?(\d\d)?$")
EAST, WEST = 14 * 60, -12 * 60
"""Minutes of the offsets from UTC that there are."""
SETS = 4
"""Sets of patterns that are kept ready, by what a person's own file says, so that an edited one counts at once."""


@dataclass(frozen=True)
class Patterns:
    """The patterns, ready to use."""

    lines: frozenset[str]
    starts: Mapping[str, tuple[str, ...]]
    expressions: re.Pattern[str]
    tails: Mapping[str, re.Pattern[str]]
    heads: re.Pattern[str]
    within: Mapping[str, re.Pattern[str]]
    links: tuple[str, ...]
    captions: re.Pattern[str]
    bylines: re.Pattern[str]
    contributed: re.Pattern[str]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    fillers: tuple[str, ...]
    relative: tuple[str, ...]
    zones: Mapping[str, str]
    months: Mapping[str, int]
    agencies: Mapping[str, str]
    outlets: Mapping[str, str]
    no_places: frozenset[str]
    languages: Mapping[str, frozenset[str]]
    own_words: Mapping[str, frozenset[str]]

    def boilerplate(self, line: str) -> bool:
        """Whether a short line belongs to the page, by what it says. Look-ups, unless it begins with no letter."""
        if not line[0].isalpha():
            return bool(self.expressions.fullmatch(line)) or self._says(line.lstrip("•*[(»>›→▶►↓+ -–—|"))
        return self._says(line)

    def _says(self, line: str) -> bool:
        low = line.casefold()
        starts = self.starts.get(low[:4])
        if starts and low.startswith(starts):
            return True
        return (len(low) < 60 and low.rstrip(_ENDING) in self.lines) or (" | " in low and self._buttons(low))

    def _buttons(self, low: str) -> bool:
        """Whether at least half of what stands between bars is boilerplate."""
        parts = low.split(" | ")
        return 2 * sum(part.strip() in self.lines for part in parts) >= len(parts)


def read_patterns(path: str) -> str:
    """The text of a person's own file of patterns, nothing where `path` is empty. Raises ConfigError for a file that
    cannot be read, or whose patterns make no sense."""
    if not path:
        return ""
    try:
        text = Path(path).read_text(encoding="utf-8")
        patterns(text)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, re.error) as error:
        raise ConfigError(f"{path}, which the setting patterns names, cannot be used: {error}. Mend it.") from error
    return text


@lru_cache(maxsize=SETS)
def patterns(more: str = "") -> Patterns:
    """The patterns, with those added that a text in the form of patterns.toml names. Raises ValueError, KeyError,
    TypeError, AttributeError, re.error where it is no such text."""
    return _compiled(_together(tomllib.loads(_OWN.read_text(encoding="utf-8")), _renamed(tomllib.loads(more))))


def offset(zone: str) -> str:
    """The offset from UTC that a zone ends with, as ISO 8601; empty where it ends with none that there is."""
    sign = _OFFSET.search(zone)
    if not sign:
        return ""
    hours, minutes = int(sign[2]), int(sign[3] or 0)
    is_one = minutes < 60 and WEST <= int(f"{sign[1]}{60 * hours + minutes}") <= EAST
    return f"{sign[1]}{hours:02}:{minutes:02}" if is_one else ""


def alternatives(words: Iterable[str]) -> str:
    """An expression for one of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _together(own: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Both tables: lists are joined, tables put together, and of two single values the second one counts."""
    result = dict(own)
    for key, value in more.items():
        if key not in own and set(own) >= {"boilerplate", "stamps"}:
            raise KeyError(f"there is no table {key}; the tables are {', '.join(own)}")
        before = own.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            result[key] = _together(before, value)
        else:
            result[key] = [*before, *value] if isinstance(before, list) and isinstance(value, list) else value
    return result


def _renamed(table: dict[str, Any]) -> dict[str, Any]:
    """The same with today's name for the table that was once called furniture."""
    return {"boilerplate" if key == "furniture" else key: value for key, value in table.items()}


def _compiled(table: dict[str, Any]) -> Patterns:
    boilerplate, stamps, bylines = table["boilerplate"], table["stamps"], table["bylines"]
    return Patterns(
        lines=frozenset(line.casefold().rstrip(_ENDING) for line in boilerplate["lines"]),
        starts=_by_beginning(boilerplate["starts"]),
        expressions=_either(boilerplate["expressions"], re.IGNORECASE),
        tails={hint: re.compile(rf"(?<!\w)(?:{tail})\W*$") for hint, tail in boilerplate["tails"].items()},
        heads=re.compile(rf"(?:{'|'.join(boilerplate['heads'])})(?!\w)", re.IGNORECASE),
        within={hint: re.compile(expression) for hint, expression in boilerplate["within"].items()},
        links=tuple(boilerplate["links"]),
        captions=_either(table["captions"]["expressions"]),
        bylines=re.compile(rf"(?:{alternatives(bylines['starts'])}) ?(?=\w)", re.IGNORECASE),
        contributed=re.compile(bylines["contributed"]),
        published=tuple(stamps["published"]),
        updated=tuple(stamps["updated"]),
        fillers=tuple(stamps["fillers"]),
        relative=tuple(stamps["relative"]),
        zones=_offsets(stamps["zones"]),
        months={name: int(number) for number, names in stamps["months"].items() for name in names},
        agencies=_names(table["agencies"]),
        outlets=_names(table["outlets"]),
        no_places=frozenset(table["places"]["never"]),
        languages={code: frozenset(words) for code, words in table["languages"].items()},
        own_words=_own_words(table["languages"]),
    )


def _either(expressions: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{it})" for it in expressions), flags)


def _by_beginning(starts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for start in starts:
        found[start.casefold()[:4]].append(start.casefold())
    return {key: tuple(values) for key, values in found.items()}


def _names(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {spelling: name for name, others in table.items() for spelling in (name, *others)}


def _offsets(zones: Mapping[str, str]) -> dict[str, str]:
    """Time zones with their offsets. Raises ValueError for what is no offset."""
    for name, zone in zones.items():
        if offset(zone) != zone:
            raise ValueError(f"{zone} is no offset from UTC, as of {name}")
    return dict(zones)


def _own_words(languages: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Of each language the words that no other one has."""
    count = Counter(word for words in languages.values() for word in words)
    return {code: frozenset(word for word in words if count[word] == 1) for code, words in languages.items()}
