"""The description of the API (OpenAPI), and the operations of the help page: with examples that run."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from search import IndexActivity, Searcher
from web.params import CompareParams, SearchParams
from web.presenters import api

_LOOKED_AT = 20
"""Results among which to look for good examples."""
_LONGEST_TEXT = 120
_LONGEST_LINE = 400
_SPAN = re.compile(r"\[\s+(\d+),\s+(\d+)\s+\]")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter, its meaning, and its values."""

    name: str
    meaning: str
    values: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the API, with an example address and the beginning of its answer. Either may be empty."""

    name: str
    path: str
    summary: str
    meaning: str
    parameters: tuple[Parameter, ...]
    address: str
    answer: str


@dataclass(frozen=True, slots=True)
class Site:
    """What examples are made from: a state of the index, its activity, and the start of addresses."""

    searcher: Searcher
    activity: IndexActivity
    host: str


_Answer = Callable[[Site, Mapping[str, str]], Any]
_ANSWERS: dict[str, _Answer] = {
    "search": lambda site, given: api.search(site.searcher, SearchParams(given["q"], facets=True)),
    "search.table": lambda site, given: api.search_table(site.searcher, SearchParams(given["q"]), site.host),
    "search.lines": lambda site, given: api.search_lines(site.searcher, SearchParams(given["q"])),
    "explain": lambda site, given: api.explain(site.searcher, given["q"]),
    "article": lambda site, given: api.article(site.searcher, given["article_id"], given["marked"]),
    "article.duplicates": lambda site, given: api.duplicates(site.searcher, given["article_id"]),
    "article.similar": lambda site, given: api.similar(site.searcher, given["article_id"]),
    "story": lambda site, given: api.story(site.searcher, given["article_id"]),
    "compare": lambda site, given: api.compare(site.searcher, CompareParams(given["a"], given["b"])),
    "status": lambda site, _given: api.status(site.searcher),
    "live": lambda site, _given: api.live(site.activity),
}
"""The example answers. Other operations have none, because their answers are slow or long."""


def openapi() -> bytes:
    """The description, as JSON."""
    return Path(__file__).with_name("openapi.json").read_bytes()


def operations(site: Site) -> Iterator[Operation]:
    """All operations, with examples from the searcher. Cost: running them."""
    described = json.loads(openapi())
    parameters = described["components"]["parameters"]
    values = _values(site.searcher)
    for path, item in described["paths"].items():
        operation = item["get"]
        keys = [reference["$ref"].rpartition("/")[2] for reference in operation.get("parameters", ())]
        address = _address(path, {key: parameters[key] for key in keys}, values)
        answer = _ANSWERS.get(operation["operationId"])
        yield Operation(
            name=operation["operationId"],
            path=path,
            summary=operation["summary"],
            meaning=operation["description"],
            parameters=tuple(_parameter(parameters[key]) for key in keys),
            address=address,
            answer=_sample(answer(site, values)) if address and answer else "",
        )


def _values(searcher: Searcher) -> dict[str, str]:
    """Example values of parameters, by their keys in the description."""
    query = searcher.examples()[0].query
    values = {"q": query, "marked": query, "facets": "1"}
    hits = [hit for text in (query, "*") for hit in searcher.search(text, size=_LOOKED_AT).hits]
    if not hits:
        return values
    first = next((hit for hit in hits if hit.duplicates), hits[0])
    others = [duplicate.id for duplicate in first.duplicates] + [hit.id for hit in hits if hit.id != first.id]
    return values | {"article_id": first.id, "a": first.id} | dict(zip("b", others, strict=False))


def _address(path: str, parameters: Mapping[str, Any], values: Mapping[str, str]) -> str:
    """An example address. Empty if a required value is missing."""
    if any(parameter.get("required") and key not in values for key, parameter in parameters.items()):
        return ""
    parts: dict[str, dict[str, str]] = {"path": {}, "query": {}}
    for key in filter(values.__contains__, parameters):
        parts[parameters[key]["in"]][parameters[key]["name"]] = values[key]
    filled = path.format(**{name: quote(value, safe="") for name, value in parts["path"].items()})
    return filled + ("?" + urlencode(parts["query"]) if parts["query"] else "")


def _parameter(described: Mapping[str, Any]) -> Parameter:
    schema = described["schema"]
    values = ", ".join(schema.get("enum", ()))
    if schema.get("type") == "integer":
        values = (
            f"{schema['minimum']} to {schema['maximum']}" if "maximum" in schema else f"{schema['minimum']} or more"
        )
    if schema.get("type") == "array":
        values = "repeatable"
    default = f"; default {schema['default']}" if "default" in schema else ""
    return Parameter(described["name"], described["description"], f"{values}{default}".removeprefix("; "))


def _sample(answer: Any) -> str:
    """The beginning of an answer: of a value or of lines."""
    if isinstance(answer, Iterator):
        lines = (line.rstrip("\n") for line in islice(answer, 2))
        return "\n".join(line[:_LONGEST_LINE] + "…" * (len(line) > _LONGEST_LINE) for line in lines)
    return _SPAN.sub(r"[\1, \2]", json.dumps(_shortened(answer), ensure_ascii=False, indent=2))


def _shortened(value: Any) -> Any:
    """A value with one item of each list, and with texts cut."""
    if isinstance(value, dict):
        return {key: _shortened(item) for key, item in value.items()}
    if isinstance(value, list) and not _is_span(value):
        return [*map(_shortened, value[:1]), *["…"] * (len(value) > 1)]
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return value[:_LONGEST_TEXT] + "…"
    return value


def _is_span(value: list[Any]) -> bool:
    return len(value) == 2 and all(isinstance(item, int) for item in value)
