"""What a page weighs with all that it loads; sizes, not times, decide."""

from collections.abc import Iterator

import pytest

from tests.markup import read
from tests.serving import Server, serve, write

MOST, MOST_OF_SCRIPTS = 60_000, 15_000
"""Bytes of a page with its style sheet and scripts, as they are."""

SENTENCE = (
    "The ferry from Calder to the outer islands was late again on Tuesday, the harbour master said in a long letter. "
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Articles whose results are as full as can be: long titles, long paths, three long fragments."""
    folder = tmp_path_factory.mktemp("weight")
    texts = {
        f"outlets/the-calder-gazette/2031/03/{number:02}-a-ferry-that-was-late-on-tuesday.txt": (
            f"The harbour master of Calder and the {number}th ferry that was late on its way to the islands\n\n"
            "By Maeve Orlick\nMarch 4, 2031 09:15 AM\n\nCALDER, March 4 (Reuters) - "
            + "\n\n".join(f"{part} {number} {3 * SENTENCE}" for part in ("One", "Two", "Three", "Four"))
        )
        for number in range(12)
    }
    with serve(write(folder / "texts", texts), folder / "index") as server:
        yield server


def weights(site: Server, target: str) -> dict[str, int]:
    """The bytes of a page and of all that it loads, by kind."""
    answer = site.get(target)
    page = read(answer.text)
    loaded = {
        "html": [target],
        "style": [link["href"] for link in page.all("link", rel="stylesheet")],
        "script": [script["src"] for script in page.all("script")],
        "image": [link["href"] for link in page.all("link", rel="icon")],
    }
    return {kind: sum(len(site.get(address).body) for address in its) for kind, its in loaded.items()}


def test_a_full_page_of_results_is_light(site: Server) -> None:
    target = "/search?q=ferry+harbour+OR+islands&sort=newest&copies=all"
    shown = read(site.get(target).text)
    assert len(shown.one("ol", "hits").all("article")) == 10
    assert len(shown.all("p", "fragment")) >= 20
    weight = weights(site, target)
    assert sum(weight.values()) <= MOST, weight
    assert 0 < weight["script"] <= MOST_OF_SCRIPTS, weight


def test_an_article_is_its_text_and_little_more(site: Server) -> None:
    hit = site.get("/api/v1/search?q=ferry").json["hits"][0]
    text = len(site.get(f"/articles/{hit['id']}/text").body)
    weight = weights(site, f"/articles/{hit['id']}?q=ferry")
    assert sum(weight.values()) - text <= MOST, weight
    assert weight["script"] <= MOST_OF_SCRIPTS, weight
