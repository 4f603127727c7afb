"""Decide which columns of a table, or keys of objects, hold text, title, date and so on: by name, then by values."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from search.documents.formats.column_names import NAMES
from search.documents.formats.stated_date import order_of_days

Row = Mapping[str, str]
"""The values of a record by the names of its columns. Empty ones may be missing."""
_ROLE_OF = {name: (role, rank) for role, names in NAMES.items() for rank, name in enumerate(names)}
_NOT_IN_NAMES = re.compile(r"[\W_]+")
_WORDY = 40
"""Code points that the values of a column called "text" have on the average; shorter ones are labels."""
_PROSE, _PROSE_OF_LEAD = 200, 100
"""The same of a column that only its values show to be text, and of one with summaries, if there is no other."""
_SENTENCE = re.compile(r"\w[.!?…]['\"”»)]*(?:\s|$)|[。！？।؟]")
_MARKUP = ("http://", "https://", "{", "[")
"""How long values begin that are no prose."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by what they hold; empty for what none does. `order` is that of day and month in dates."""

    text: str = ""
    lead: str = ""
    title: str = ""
    published: str = ""
    updated: str = ""
    authors: str = ""
    source: str = ""
    url: str = ""
    language: str = ""
    key: str = ""
    file: str = ""
    order: str = "none"


def simple_name(name: str) -> str:
    """The name of a column as NAMES has it: "Publish_Date" becomes "publishdate"."""
    return _NOT_IN_NAMES.sub("", name.casefold())


def role_of(name: str) -> str:
    """What a column of this name is known to hold: a key of NAMES; empty if the name says nothing."""
    return _ROLE_OF.get(simple_name(name), ("", 0))[0]


def find_columns(sample: Sequence[Row]) -> Columns:
    """The columns of a table, by the names and the values of some of its rows. Linear in the sample.

    Without a `text` the table has no articles.
    """
    values: dict[str, list[str]] = {}
    for row in sample:
        for name, value in row.items():
            if value and not value.isspace():
                values.setdefault(name, []).append(value)
    best: dict[str, tuple[int, str]] = {}
    for name, column in values.items():
        role, rank = _ROLE_OF.get(simple_name(name), ("", 0))
        if role and _fits(role, column) and (role not in best or rank < best[role][0]):
            best[role] = (rank, name)
    roles = {role: name for role, (_, name) in best.items()}
    if "text" not in roles:
        taken = {name for role, name in roles.items() if role != "lead"}
        roles["text"] = _prose_column({name: each for name, each in values.items() if name not in taken}, len(sample))
        if not roles["text"] and "lead" in roles and _mean_size(values[roles["lead"]]) >= _PROSE_OF_LEAD:
            roles["text"] = roles["lead"]
        if roles["text"] == roles.get("lead"):
            del roles["lead"]
    if not _is_key(values.get(roles.get("key", ""), ()), len(sample)):
        roles["key"] = roles.get("url", "") if _is_key(values.get(roles.get("url", ""), ()), len(sample)) else ""
    dates = (value for role in ("published", "updated") for value in values.get(roles.get(role, ""), ()))
    return Columns(**roles, order=order_of_days(dates))


def _fits(role: str, values: Sequence[str]) -> bool:
    """Whether the values of a column may be what its name says."""
    if role == "text":
        return _mean_size(values) >= _WORDY and _share(values, lambda value: not value.startswith(_MARKUP)) > 0.5
    if role == "url":
        return _share(values, lambda value: value.startswith(_MARKUP[:2])) >= 0.5
    if role == "title":
        return _share(values, lambda value: any(map(str.isalpha, value))) > 0.5
    if role == "source":
        return _share(values, lambda value: not value.startswith(_MARKUP) and len(value) <= 100) > 0.5
    return True


def _prose_column(columns: Mapping[str, Sequence[str]], rows: int) -> str:
    """The column of the longest prose; empty if none has prose in half of the rows."""
    sizes = {
        name: _mean_size(values)
        for name, values in columns.items()
        if 2 * len(values) >= rows and not values[0].startswith(_MARKUP)
    }
    name = max(sizes, key=lambda name: sizes[name], default="")
    is_prose = name and sizes[name] >= _PROSE and _share(columns[name], _has_sentences) > 0.5
    return name if is_prose else ""


def _has_sentences(value: str) -> bool:
    return len(_SENTENCE.findall(value[:5000])) >= 2


def _is_key(values: Sequence[str], rows: int) -> bool:
    """Whether each row of a sample has a value of its own."""
    return bool(rows) and len(values) == rows == len(set(values)) and all(len(value) <= 500 for value in values)


def _mean_size(values: Sequence[str]) -> float:
    return sum(map(len, values)) / len(values)


def _share(values: Sequence[str], test: Callable[[str], bool]) -> float:
    """The share of values that pass a test."""
    return sum(map(test, values)) / len(values)
