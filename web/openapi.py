"""The API as OpenAPI describes it, and as the page about it shows that: with examples that run."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from search import IndexActivity, Library
from web.params import CompareParams, SearchParams
from web.presenters import api

_LOOKED_AT = 20
"""Articles among which some are looked for that have something to show."""
_LONGEST_TEXT = 120
_LONGEST_LINE = 400
_SPAN = re.compile(r"\[\s+(\d+),\s+(\d+)\s+\]")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter, what it means and which values it takes."""

    name: str
    meaning: str
    values: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that can be asked for, with an address that does so, and the beginning of the answer; either is empty
    where there is none to show."""

    name: str
    path: str
    summary: str
    meaning: str
    parameters: tuple[Parameter, ...]
    address: str
    answer: str


@dataclass(frozen=True, slots=True)
class Site:
    """What examples are made of: a library, what goes on beneath it, and what stands before addresses."""

    library: Library
    live: IndexActivity
    before: str


_Answer = Callable[[Site, Mapping[str, str]], Any]
_ANSWERS: dict[str, _Answer] = {
    "search": lambda site, given: api.search(site.library, SearchParams(given["q"], facets=True)),
    "search.table": lambda site, given: api.search_table(site.library, SearchParams(given["q"]), site.before),
    "search.lines": lambda site, given: api.search_lines(site.library, SearchParams(given["q"])),
    "explain": lambda site, given: api.explain(site.library, given["q"]),
    "article": lambda site, given: api.article(site.library, given["identity"], given["marked"]),
    "article.duplicates": lambda site, given: api.duplicates(site.library, given["identity"]),
    "article.similar": lambda site, given: api.similar(site.library, given["identity"]),
    "story": lambda site, given: api.story(site.library, given["identity"]),
    "compare": lambda site, given: api.compare(site.library, CompareParams(given["a"], given["b"])),
    "status": lambda site, _given: api.status(site.library),
    "live": lambda site, _given: api.live(site.live),
}
"""What an operation answers to the values of its example. The answers of the others are long to make or to read."""


def openapi() -> bytes:
    """The description as it is written."""
    return Path(__file__).with_name("openapi.json").read_bytes()


def operations(site: Site) -> Iterator[Operation]:
    """All operations, with examples made of what the library holds. Cost: running them."""
    described = json.loads(openapi())
    known = described["components"]["parameters"]
    values = _values(site.library)
    for path, item in described["paths"].items():
        told = item["get"]
        keys = [reference["$ref"].rpartition("/")[2] for reference in told.get("parameters", ())]
        address = _address(path, {key: known[key] for key in keys}, values)
        answer = _ANSWERS.get(told["operationId"])
        yield Operation(
            name=told["operationId"],
            path=path,
            summary=told["summary"],
            meaning=told["description"],
            parameters=tuple(_parameter(known[key]) for key in keys),
            address=address,
            answer=_sample(answer(site, values)) if address and answer else "",
        )


def _values(library: Library) -> dict[str, str]:
    """Values of parameters, by what the description calls them."""
    query = library.examples()[0].query
    values = {"q": query, "marked": query, "facets": "1"}
    hits = [hit for text in (query, "*") for hit in library.search(text, size=_LOOKED_AT).hits]
    if not hits:
        return values
    first = next((hit for hit in hits if hit.duplicates), hits[0])
    others = [copy.id for copy in first.duplicates] + [hit.id for hit in hits if hit.id != first.id]
    return values | {"identity": first.id, "a": first.id} | dict(zip("b", others, strict=False))


def _address(path: str, parameters: Mapping[str, Any], values: Mapping[str, str]) -> str:
    """An address under `path`; empty where a value that it needs is not known."""
    if any(told.get("required") and key not in values for key, told in parameters.items()):
        return ""
    given: dict[str, dict[str, str]] = {"path": {}, "query": {}}
    for key in filter(values.__contains__, parameters):
        given[parameters[key]["in"]][parameters[key]["name"]] = values[key]
    filled = path.format(**{name: quote(value, safe="") for name, value in given["path"].items()})
    return filled + ("?" + urlencode(given["query"]) if given["query"] else "")


def _parameter(told: Mapping[str, Any]) -> Parameter:
    schema = told["schema"]
    values = ", ".join(schema.get("enum", ()))
    if schema.get("type") == "integer":
        values = (
            f"{schema['minimum']} to {schema['maximum']}" if "maximum" in schema else f"from {schema['minimum']} on"
        )
    if schema.get("type") == "array":
        values = "several, if you like"
    usual = f"; usually {schema['default']}" if "default" in schema else ""
    return Parameter(told["name"], told["description"], f"{values}{usual}".removeprefix("; "))


def _sample(answer: Any) -> str:
    """The beginning of an answer, of a value or of lines."""
    if isinstance(answer, Iterator):
        lines = (line.rstrip("\n") for line in islice(answer, 2))
        return "\n".join(line[:_LONGEST_LINE] + "…" * (len(line) > _LONGEST_LINE) for line in lines)
    return _SPAN.sub(r"[\1, \2]", json.dumps(_shortened(answer), ensure_ascii=False, indent=2))


def _shortened(value: Any) -> Any:
    """The same with one item of each list, and with texts cut."""
    if isinstance(value, dict):
        return {key: _shortened(item) for key, item in value.items()}
    if isinstance(value, list) and not _is_span(value):
        return [*map(_shortened, value[:1]), *["…"] * (len(value) > 1)]
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return value[:_LONGEST_TEXT] + "…"
    return value


def _is_span(value: list[Any]) -> bool:
    return len(value) == 2 and all(isinstance(item, int) for item in value)
