"""The description of the API is complete and correct."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import schemathesis
from flask import Flask, Request
from hypothesis import given
from schemathesis import Case, GenerationMode, checks

from search import Library, Watch
from tests.support.event_articles import FILES as TOLD
from tests.support.files import write_files
from tests.support.html_tree import parse_html
from tests.support.places import ROOT
from tests.support.profiles import fewer
from tests.support.scraped_pages import FILES
from tests.support.soak import Trials
from web.app import create_app
from web.security import Hosts
from web.views import api

PREFIX = f"{api.PREFIX}/"
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
OLD_PATHS = {f"{PREFIX}copies", f"{PREFIX}articles/{{article_id}}/copies"}
OLD_PARAMETERS = {"copies", "doubtful"}
"""Old spellings that are accepted, but not described."""
OPTIONAL = {
    "Results": ("partial", "by_meaning"),
    "Hit": ("missing", "passage"),
    "Fragment": ("at",),
    "About": ("member", "url"),
    "Article": ("missing", "read_again", "breaks", "fields", "added"),
    "Live": ("unavailable",),
}
"""Fields that are left out where they say nothing."""
PATHS = list(json.loads((ROOT / "web" / "openapi.json").read_text(encoding="utf-8"))["paths"])
FILTERS = {
    "place": ("CALDER", "CAPE SILL", "NORHOLM"),
    "lang": ("en", "de"),
    "folder": ("mill", "evening", "mill/"),
    "date": ("2031", "2031-07", "2031-07-08..", "none"),
}
WORDS = ("ferry", "*", '"harbour board"', "whale OR mill", "title:tide", "in:everything adverti*", "path:two")


class Recording(Request):
    """A request that notes in its environment which parameters were asked for."""

    @property
    def args(self) -> Any:
        """As they are."""
        return _Recorded(super().args, self.environ.setdefault("asked", set()))


class _Recorded:
    def __init__(self, args: Any, names_read: set[str]) -> None:
        self._args = args
        self._asked = names_read

    def __contains__(self, name: str) -> bool:
        self._asked.add(name)
        return name in self._args

    def __getattr__(self, method: str) -> Any:
        found = getattr(self._args, method)

        def ask(name: str, *more: Any, **options: Any) -> Any:
            self._asked.add(name)
            return found(name, *more, **options)

        return ask


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("description")
    found = Library.open(write_files(folder / "texts", FILES | TOLD), folder / "index")
    found.update()
    return found


@pytest.fixture(scope="module")
def app(library: Library) -> Flask:
    made = create_app(Watch(library, idle=True), Hosts(frozenset({"localhost"})))
    made.request_class = Recording
    return made


@pytest.fixture(scope="module")
def description(app: Flask) -> dict[str, Any]:
    answer = app.test_client().get(f"{PREFIX}openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def described(description: dict[str, Any], path: str) -> list[dict[str, Any]]:
    """The parameters of a path, as they stand in the description."""
    named = description["paths"][path]["get"].get("parameters", [])
    return [description["components"]["parameters"][item["$ref"].rpartition("/")[2]] for item in named]


def test_exactly_the_existing_addresses_are_described(app: Flask, description: dict[str, Any]) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(PREFIX)]
    paths = {rule.rule.replace("<", "{").replace(">", "}") for rule in rules}
    assert paths == {*description["paths"], *OLD_PATHS}
    for rule in rules:
        assert (rule.methods or set()) - {"HEAD", "OPTIONS"} == {"GET"}
    assert all(set(operations) == {"get"} for operations in description["paths"].values())


def test_exactly_the_parameters_that_are_read_are_described(
    app: Flask, library: Library, description: dict[str, Any]
) -> None:
    ids = [hit.id for hit in library.search("*", size=2).hits]
    arguments = {"article_id": ids[0], "a": ids[0], "b": ids[1]}
    for path in description["paths"]:
        names_read: set[str] = set()
        parameters = described(description, path)
        needed = {item["name"]: arguments[item["name"]] for item in parameters if item.get("required")}
        answer = app.test_client().get(
            path.format(**arguments), query_string=needed, environ_overrides={"asked": names_read}
        )
        assert answer.status_code == 200, path
        assert names_read - OLD_PARAMETERS == {item["name"] for item in parameters if item["in"] == "query"}, path
        assert {item["name"] for item in parameters if item["in"] == "path"} == (
            {"article_id"} if "{" in path else set()
        )


def test_every_field_of_an_object_is_described(description: dict[str, Any]) -> None:
    for name, schema in description["components"]["schemas"].items():
        if "properties" in schema:
            assert schema["additionalProperties"] is False, name
            optional = OPTIONAL.get(name, ())
            assert schema["required"] == [key for key in schema["properties"] if key not in optional], name


def test_a_running_update_is_returned_as_described(library: Library, description: dict[str, Any]) -> None:
    not_yet_listed = Watch(library)
    live = create_app(not_yet_listed, Hosts(frozenset({"localhost"}))).test_client().get(f"{PREFIX}live").json
    assert list(live) == description["components"]["schemas"]["Live"]["required"]
    assert list(live["updating"]) == description["components"]["schemas"]["Updating"]["required"]


def test_every_schema_is_used(description: dict[str, Any]) -> None:
    text = json.dumps(description)
    for kind, named in description["components"].items():
        for name in named:
            assert f'"#/components/{kind}/{name}"' in text, name


def test_the_api_page_lists_every_address_with_working_examples(app: Flask, description: dict[str, Any]) -> None:
    client = app.test_client()
    page = parse_html(client.get("/help/api").text)
    assert parse_html(client.get("/help").text).one("main").all("a", href="/help/api")
    sections = page.one("main").all("section")
    assert [section.all("code")[0].text for section in sections] == [
        *(f"GET {path}" for path in description["paths"]),
        "GET /feed.atom",
        "GET /suggest",
    ]
    for section, path in zip(sections, description["paths"], strict=False):
        assert [term.all("code")[0].text for term in section.all("dt")] == [
            item["name"] for item in described(description, path)
        ]
        [link] = section.all("a")
        answer = client.get(link["href"])
        assert answer.status_code == 200
        for shown in section.all("pre"):
            if answer.mimetype == "application/json":
                assert list(json.loads(shown.text)) == list(answer.json)
            else:
                assert all(line.rstrip("…") in answer.text for line in shown.text.splitlines())


def test_the_api_page_has_no_examples_without_articles(tmp_path: Path) -> None:
    library = Library.open(write_files(tmp_path / "texts", {}), tmp_path / "index")
    library.update()
    app = create_app(Watch(library, idle=True), Hosts(frozenset({"localhost"})))
    page = parse_html(app.test_client().get("/help/api").text)
    links = [link["href"] for link in page.one("main").all("a")]
    assert not [link for link in links if re.search("/(articles|stories|compare)", link)]
    assert "/api/v1/status" in links


def test_the_examples_use_two_near_duplicates_if_there_are_any(app: Flask, library: Library) -> None:
    page = parse_html(app.test_client().get("/help/api").text)
    [address] = [link["href"] for link in page.one("main").all("a") if link["href"].startswith("/api/v1/compare?")]
    a, b = (value for _, value in parse_qsl(urlsplit(address).query))
    assert b in [copy.id for copy in library.searcher().duplicates(a)]


@pytest.fixture(scope="module")
def schema(app: Flask, library: Library) -> Any:
    made = schemathesis.openapi.from_wsgi(f"{PREFIX}openapi.json", app)
    ids = [hit.id for hit in library.search("*", size=100).hits]

    @made.hook
    def map_path_parameters(_context: Any, path_parameters: Any) -> Any:
        return often(path_parameters, "article_id", ids)

    @made.hook
    def map_query(_context: Any, query: Any) -> Any:
        for name, samples in {**FILTERS, "q": WORDS, "a": ids, "b": ids[::-1]}.items():
            query = often(query, name, samples)
        return query

    return made


def often(values: Any, name: str, samples: Sequence[str]) -> Any:
    """Replace half of all strings by ones that find something."""
    given = values.get(name) if values else None
    if isinstance(given, str) and len(given) % 2:
        return {**values, name: samples[sum(map(ord, given)) % len(samples)]}
    if isinstance(given, list) and len(given) % 2:
        return {**values, name: [samples[len(str(item)) % len(samples)] for item in given]}
    return values


ASKED = [(path, GenerationMode.POSITIVE) for path in PATHS]
ASKED += [
    (f"{PREFIX}{path}", GenerationMode.NEGATIVE)
    for path in ("search", "search.csv", "search.jsonl", "compare", "report")
]


@pytest.mark.parametrize(("path", "mode"), ASKED)
def test_answers_are_as_described(schema: Any, path: str, mode: GenerationMode, trials: Trials) -> None:
    @given(schema[path]["GET"].as_strategy(generation_mode=mode))
    @fewer(5)
    def ask(case: Case) -> None:
        trials()
        answer = case.call_and_validate(checks=CHECKS)
        seen.add(answer.status_code)

    seen: set[int] = set()
    ask()
    assert (200 if mode == GenerationMode.POSITIVE else 400) in seen, path
