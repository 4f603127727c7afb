"""Partial matches of texts that are written without spaces between words."""

from pathlib import Path

import pytest

from search.query import LONGEST, parse
from search.types.matches import TopDocs
from search.types.requests import SearchOptions
from tests.support.engines import EngineFactory, add_texts, paths_of

TEXTS = {
    "ferry.txt": "渡船停航\n\n港口的渡船今天停航，工人要求加薪。",
    "school.txt": "学校开学\n\n今天学校开学，学生很高兴。",
    "rain.txt": "下雨\n\n山里下雨。",
}


def search_with_partial(engine_factory: EngineFactory, folder: Path, typed: str) -> TopDocs:
    """What is found for a query text, partial matches included."""
    engine = engine_factory(folder)
    with engine.writer() as batch:
        add_texts(batch, TEXTS)
    return engine.searcher().search(parse(typed), SearchOptions(partial=True), first=0, count=10)


def test_a_question_finds_articles_that_share_pairs_of_its_characters(
    engine_factory: EngineFactory, tmp_path: Path
) -> None:
    found = search_with_partial(engine_factory, tmp_path, "渡船为什么停航？")
    assert found.total == 0
    assert found.partial
    assert [match.article.path for match in found.partial.matches] == ["ferry.txt"]
    assert found.partial.matches[0].missing == ("渡船为什么停航",)


@pytest.mark.parametrize(
    "typed", ["渡船罢工，港口怎么样？", "「渡船」为什么停航、学生。", "渡船（NATO）停航。为什么？", "a、渡船罢工，停航"]
)
def test_punctuation_does_not_make_a_sentence_a_quotation(
    engine_factory: EngineFactory, tmp_path: Path, typed: str
) -> None:
    found = search_with_partial(engine_factory, tmp_path, typed)
    assert found.total == 0
    assert found.partial
    assert found.partial.matches[0].article.path == "ferry.txt"


def test_a_long_sentence_is_no_query_of_too_many_words() -> None:
    sentence = "，".join(chr(first) + chr(first + 1) for first in range(0x4E00, 0x4E00 + 3000, 2))
    assert (parse(sentence).terms, parse(sentence).too_long) == (1, "")


def test_a_pasted_text_finds_its_article_first(engine_factory: EngineFactory, tmp_path: Path) -> None:
    pasted = (TEXTS["ferry.txt"] * LONGEST)[: LONGEST - 1]
    found = search_with_partial(engine_factory, tmp_path, pasted)
    assert paths_of(found) == []
    assert found.partial
    assert found.partial.matches[0].article.path == "ferry.txt"
