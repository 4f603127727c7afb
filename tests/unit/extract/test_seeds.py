"""The extraction of the three scraped articles that this project began with. They are not part of it."""

import pytest

from search.documents.read import decode
from search.extract.articles import extract_articles
from search.types.article import Article, Dated
from search.types.files import FileText
from tests.support.places import SEEDS

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"{SEEDS} is not there")


def seed(number: str) -> tuple[Article, ...]:
    """The articles of the seed whose name begins with a number."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    decoded = decode(path.read_bytes())
    return extract_articles(path.name, FileText(decoded.text, decoded.encoding, "", 0))


def boilerplate(article: Article) -> list[str]:
    """The boilerplate of an article."""
    return [article.text[it.start : it.end] for it in article.zones if it.kind == "boilerplate"]


def told(dated: Dated | None) -> tuple[str, str] | None:
    """A date and where it is from."""
    return (dated.when, dated.provenance) if dated else None


def test_the_first_seed_has_timestamps_an_agency_and_one_title() -> None:
    (article,) = seed("000")
    assert article.heading == "North Korea backing Russia's war goals confirms 'invincible' ties: Lavrov"
    assert told(article.published) == ("2025-07-12T13:37+05:30", "stamp")
    assert told(article.updated) == ("2025-07-12T13:38+05:30", "stamp")
    assert (article.agency, article.language) == ("Bloomberg", "en")
    assert boilerplate(article) == ["हिंदी में पढें", "Listen to This Article"]


def test_the_second_seed_holds_two_articles() -> None:
    first, second = seed("001")
    assert (first.parts, second.parts, second.part) == (2, 2, 2)
    assert (told(first.dated), first.place) == (("2025-07-12", "stamp"), "SEOUL")
    assert (told(second.dated), second.place) == (None, "DHAKA")
    assert second.heading == "Shooting at start of Bangladesh election campaign kills one"
    assert second.text.startswith(second.heading)
    assert second.sure > 0.9
    assert "Bangladesh" not in first.text
    assert "Lavrov" not in second.text
    assert boilerplate(first) == ["Short Url"]


def test_the_third_seed_has_no_date() -> None:
    (article,) = seed("003")
    assert article.dated is None
    assert article.agency == "Bloomberg"
    assert boilerplate(article) == ["Advertisement"] * 3 + ["©2025 Bloomberg L.P."]
    assert not any(zone.kind == "headline" for zone in article.zones)
