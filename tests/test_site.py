"""The addresses of pages: those that Flask would make."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from search import Library, Watch
from tests.serving import SAMPLE
from web import create_app
from web.security import Hosts

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.none() | TEXTS | st.integers() | st.lists(TEXTS, max_size=3)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    library = Library.open(SAMPLE, tmp_path_factory.mktemp("site") / "index")
    return create_app(Watch(library, idle=True), Hosts.of("localhost", 80))


@given(st.data(), TEXTS.filter(bool), st.dictionaries(st.sampled_from(["q", "page", "source", "é&"]), VALUES))
def test_every_address_is_as_flask_makes_it(
    site: Flask, data: st.DataObject, part: str, query: dict[str, object]
) -> None:
    rules = [rule for rule in site.url_map.iter_rules() if rule.endpoint != "static"]
    rule = data.draw(st.sampled_from(sorted(rules, key=str)))
    values = dict.fromkeys(rule.arguments, part) | query | {"_anchor": data.draw(st.none() | TEXTS.filter(bool))}
    with site.test_request_context():
        assert site.url_for(rule.endpoint, **values) == Flask.url_for(site, rule.endpoint, **values)


def test_an_address_that_there_is_not_is_an_error(site: Flask) -> None:
    for endpoint in ("pages.nowhere", "pages.article"):
        with site.test_request_context(), pytest.raises(KeyError):
            site.url_for(endpoint)
