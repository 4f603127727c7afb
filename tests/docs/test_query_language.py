"""The queries in the papers are understood, and the numbers in them are those of the code."""

from pathlib import Path

import pytest

from search.analysis import tokenizer
from search.compare import articles
from search.duplicates import candidates, classification
from search.engines import bm25 as similarity_of_words
from search.engines import collapse
from search.engines.embedded.searcher import more_like_this
from search.events import same_event, similarity, story
from search.extract import lines
from search.query import (
    DEEPEST,
    LONGEST,
    MOST_TERMS,
    expand,
    leaf_builder,
    marks,
    nodes,
    parse,
    partial,
    synonyms,
    vocabulary,
)
from search.types.article import MOST_ZONES
from tests.docs.papers import quoted, read, table_rows

TYPED = [
    query
    for paper in ("README.md", "docs/query-language.md")
    for row in table_rows(read(paper))
    if row[0].startswith("`")
    for query in quoted(row[0])
]
NUMBERS = {
    "docs/query-language.md": (
        f"{LONGEST:,} characters",
        f"{MOST_TERMS:,} different words",
        f"{DEEPEST} levels",
        f"more than {partial.LONG_TEXT} different words",
        f"{vocabulary.MOST_WORDS_IN_ALL:,} words for all",
        f"{expand.MOST_WORDS:,} for each",
        {6: "six fuzzy words"}[expand.MOST_FUZZY],
        f"at most {nodes.NEAREST:,} words",
    ),
    "docs/settings.md": (
        f"at most {synonyms.MOST_BYTES >> 20} MiB",
        f"at most {synonyms.MOST_RULES:,} lines of rules",
        f"at most {synonyms.MOST_WORDS} words and stands for at most {synonyms.MOST_ENTRIES} entries",
    ),
    "docs/limits.md": (
        f"at most {tokenizer.LONGEST} characters",
        f"more than {lines.MOST_LINES:,} lines",
        f"at most {MOST_ZONES:,} zones",
        f"marks {marks.PORTION:,} hits",
        f"more than {candidates.COMMON} articles",
        f"first {articles.LONGEST:,} characters",
        {10: "at most ten other articles"}[story.MOST],
    ),
    "docs/scoring.md": (
        f"| {similarity_of_words.K1}, {similarity_of_words.B} |",
        f"+ {similarity_of_words.TITLE_WEIGHT:.0f} · occurrences in the title",
        f"scores {similarity_of_words.TITLE_BONUS} of the sum",
        {(3, 4): "three or four words"}[partial.ALL_BUT_ONE],
        f"The {similarity.LIKE_WORDS} weightiest words",
        f"from {100 * more_like_this.ALIKE:.0f} % of the score",
        f"{similarity.KEY_WORDS} words of each article",
        f"times {similarity.NAME:.0f} in a name, times {similarity.HEAD} in",
        f"add {100 * similarity.DATES:.0f} %",
        f"in {similarity.DAYS:.0f} days",
        f"from {same_event.CLEAR} on",
        f"below {same_event.LEAST}",
        f"evidence of {same_event.UNDATED} or more",
        f"{classification.LONG} words in one passage, or {classification.MANY} in all",
    ),
    "docs/decisions.md": (
        {0.4: "two fifths"}[collapse.COLLAPSE_SHARE],
        f"more than {candidates.FAMILIAR}, more\nthan {candidates.COMMON}",
    ),
}


@pytest.mark.parametrize("query", TYPED)
def test_a_query_of_the_tables_is_understood_without_a_note(query: str) -> None:
    parsed = parse(query)
    assert parsed.notes == ()
    assert parse(parsed.canonical).tree == parsed.tree


@pytest.mark.parametrize(("paper", "text"), [(paper, text) for paper, texts in NUMBERS.items() for text in texts])
def test_a_number_is_that_of_the_code(paper: str, text: str) -> None:
    assert text in read(Path(paper))


def test_shortest_words_with_a_star_and_with_typos_are_as_written() -> None:
    paper = read("docs/query-language.md")
    assert {2: "two letters at least before the star"}[leaf_builder._SHORTEST_PREFIX] in paper
    assert {3: "three letters at least"}[leaf_builder._SHORTEST_FUZZY] in paper
