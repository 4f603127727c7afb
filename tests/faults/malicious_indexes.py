"""Many index folders as an attacker would make them: a name, and the change to a good one."""

import json
from collections.abc import Iterator
from itertools import product

import zstandard

from tests.faults.damage import KINDS
from tests.faults.malicious_changes import (
    GIGABYTES,
    HUGE,
    NESTED,
    OUTSIDE,
    Poison,
    claimed,
    compressed,
    contents,
    enormous,
    every_column,
    foldered,
    frame,
    linked,
    many,
    named,
    nested_contents,
    numbered,
    pickled,
    piped,
    piped_and_named,
    replaced,
    said,
)

ELSEWHERE = f"{12 * '../'}etc/passwd"
"""A file outside of any folder of tests, however deep that is."""


def _of_manifests() -> Iterator[tuple[str, Poison]]:
    for which, name in product(("segments", "state"), ("../" + OUTSIDE, "OUTSIDE", ELSEWHERE)):
        yield f"{which} named {name}", named(which, name)
    for which, name in product(("segments", "state"), ("/dev/zero", ".", "", "writer.lock")):
        yield f"{which} named {name!r} with no length", named(which, name, 0)
    values = (None, 0, "x", {}, [1], [[]], {"name": 1, "length": 1}, [{"name": None, "length": None}])
    for which, value in product(("segments", "state"), values):
        yield f"{which} said to be {value}", said(which, value)
    numbers = (None, -1, HUGE, "2", 1.5, True, float("nan"), [], {})
    for which, number in product(("number", "versions"), numbers):
        yield f"{which} said to be {number}", said(which, number)
    for length in (-1, HUGE, "1"):
        yield f"length said to be {length!r}", named("state", "state-x.bin", length)
    yield from (("the last number", numbered), ("many segments", many), ("a pipe with a length", piped_and_named))


def _of_files() -> Iterator[tuple[str, Poison]]:
    for kind in KINDS:
        yield f"{kind}: a pickle", pickled(kind)
        yield f"{kind}: nested JSON", replaced(kind, NESTED)
        yield f"{kind}: nested objects", replaced(kind, '{"a":' * 200_000)
        yield f"{kind}: a huge number", replaced(kind, '{"number":' + "9" * 100_000 + "}")
        yield f"{kind}: enormous", enormous(kind)
        yield f"{kind}: a pipe", piped(kind)
        yield f"{kind}: a link", linked(kind)
    for name in ("writer.lock", "generation-000000002.json", "generation-000000002.json.new", "corpus.json.new"):
        yield f"{name}: a pipe", piped(name)
        yield f"{name}: a link", linked(name)
    for name in ("generation-000000009.json", "segment-x.bin", "corpus.json.new", "generation-000000002.json.new"):
        yield f"{name}: a folder", foldered(name)
    yield "corpus.json.new: a link and nothing else", claimed


def _of_columns() -> Iterator[tuple[str, Poison]]:
    for kind in ("state", "segment"):
        yield f"{kind}: nested contents", nested_contents(kind)
        for change in ({"columns": None}, {"columns": {}}, {"facts": None}, {"facts": {}}, {"checked": HUGE}):
            yield f"{kind}: {change}", contents(kind, **change)
        for table in ([HUGE, 0], [-1, 0], None, [0, 0], "xy"):
            yield f"{kind}: table {table}", contents(kind, table=table)
        for place in (["O", None, None], ["|V0", None, None], [None, HUGE, None], [None, None, HUGE], [None, -8, 8]):
            yield f"{kind}: every column {place}", every_column(kind, place)
    for kind in ("state", "segment"):
        for size in (1 << 40, HUGE):
            yield f"compressed in a {kind}: claims {size}", compressed(kind, frame(size, 300))
        yield f"compressed in a {kind}: holds too much", compressed(kind, frame(GIGABYTES, GIGABYTES))
        for value in (None, 1, [1], [None], [{"path": 1}], [{}]):
            data = zstandard.compress(json.dumps(value).encode())
            yield f"compressed in a {kind}: {value}", compressed(kind, data)


POISONS = {**dict(_of_manifests()), **dict(_of_files()), **dict(_of_columns())}
