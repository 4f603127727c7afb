"""Articles as JSON and back."""

import json

from hypothesis import given
from hypothesis import strategies as st

from search.engines.opensearch.article_json import article_from_json, article_to_json
from search.types.article import Article, Break, Dated, Mention, Zone

TEXT = "Ferry strike\n\nThe ferry crew ended the strike."
PATHS = st.text(st.characters(exclude_categories=["Cs"])) | st.binary(min_size=1).map(
    lambda data: data.decode("utf-8", "surrogateescape")
)


def test_an_article_comes_back_from_json_as_it_was() -> None:
    article = Article(
        *("00ff" * 4, "caf\udce9/a.pdf", TEXT, (0, 12), "utf-8", 2, 3, 40, 0.5),
        zones=(Zone("headline", 0, 12), Zone("byline", 14, 20)),
        published=Dated("2031-03-04", "stamp", 0, 5, "folder"),
        mentions=Mention("--03-12", 1, 4),
        breaks=(Break(0, "page", "iv", 4),),
        fields=(("Subject", "ferries"),),
        member="x/\udcff.txt",
    )
    assert article_from_json(json.loads(json.dumps(article_to_json(article)))) == article


@given(path=PATHS, member=PATHS)
def test_any_name_of_a_file_comes_back(path: str, member: str) -> None:
    article = Article("0" * 16, path, TEXT, (0, 12), "utf-8", member=member)
    encoded = json.dumps(article_to_json(article), ensure_ascii=False).encode()
    assert article_from_json(json.loads(encoded)) == article
