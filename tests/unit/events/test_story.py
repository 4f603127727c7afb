"""A story: the articles about one event, in a real index, in order, with reasons, near-duplicates and claims."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Library, NoSuchArticle, Story
from search.compare.tokenized_text import tokenize_texts
from search.engines.base import Engine
from search.events.body_text import MOST, body_text
from search.events.claims import ClaimMentions, find_claims
from search.extract.articles import article_id
from search.types.article import Article, Dated, Zone, stated_day
from tests.support.engines import EngineFactory, add_texts
from tests.support.event_articles import FILES, RETOLD
from tests.support.files import write_files
from tests.support.oracle import WORDS

SAILS_ID, COPIED_ID, RETOLD_ID, SCHOOL_ID, APPLES_ID = (article_id(path, 1) for path in FILES)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of FILES, in two segments."""
    folder = tmp_path_factory.mktemp("telling")
    texts = folder / "texts"
    found = Library.open(texts, folder / "index")
    for part in (list(FILES)[:2], list(FILES)[2:]):
        write_files(texts, {path: FILES[path] for path in part})
        found.update()
    return found


def tellers(story: Story) -> list[tuple[str, str | None]]:
    """The articles of a story in their order, and what each is a copy of."""
    return [(item.article.id, item.duplicate_of and item.duplicate_of.a) for item in story.coverage]


def test_coverage_is_in_order_of_time_with_near_duplicates_grouped(library: Library) -> None:
    story = library.searcher().story(SAILS_ID)
    assert tellers(story) == [(SAILS_ID, None), (COPIED_ID, SAILS_ID), (RETOLD_ID, None)]
    assert story.ranked == (COPIED_ID, RETOLD_ID)
    own, copied, retold = story.coverage
    assert (own.score, own.names, own.words, own.days) == (0.0, (), (), None)
    assert copied.duplicate_of
    assert [each.kind for each in copied.duplicate_of.relation] == ["earlier", "shared_passages"]
    assert "Crew of the Blue Heron" in copied.duplicate_of.relation[0].text
    assert copied.duplicate_of.share_b > 0.8
    assert {"Ada Brandt", "Larsen Line"} <= set(retold.names)
    assert (copied.days, retold.days) == (1, 2)


def test_the_relation_is_the_same_whichever_article_is_shown(library: Library) -> None:
    assert tellers(library.searcher().story(COPIED_ID)) == [(SAILS_ID, COPIED_ID), (COPIED_ID, None), (RETOLD_ID, None)]
    first = library.searcher().story(COPIED_ID).coverage[0].duplicate_of
    assert first
    assert first.relation[0].text.startswith("“Crew of the Blue Heron")
    assert [copy for _, copy in tellers(library.searcher().story(RETOLD_ID)) if copy in (SAILS_ID, COPIED_ID)]


def test_an_event_of_one_article_has_no_other_coverage(library: Library) -> None:
    for alone in (SCHOOL_ID, APPLES_ID):
        story = library.searcher().story(alone)
        assert (tellers(story), story.ranked, story.claims) == ([(alone, None)], (), ())


def test_figures_and_quotes_are_listed_by_article(library: Library) -> None:
    story = library.searcher().story(SAILS_ID)
    texts = {SAILS_ID: FILES["evening/sails.txt"], COPIED_ID: FILES["gazette/copied.txt"], RETOLD_ID: RETOLD}
    for claim in story.claims:
        for item in claim.wordings:
            assert item.text == texts[item.id][item.start : item.start + len(item.text)]
    by_first = {claim.wordings[0].text: {item.id: item.text for item in claim.wordings} for claim in story.claims}
    assert by_first["Some 6,000 harbour workers may follow"] == {
        SAILS_ID: "Some 6,000 harbour workers may follow",
        COPIED_ID: "Some 6,000 harbour workers may follow",
        RETOLD_ID: "union counts 6,000 harbour hands and crane",
    }
    assert by_first["“a sad surprise”"][RETOLD_ID] == "“a very sad surprise”"
    assert set(by_first["crew of 40 left the ferry Blue"]) == {SAILS_ID, COPIED_ID}
    assert set(by_first["“Nobody sails for nothing,”"]) == {RETOLD_ID}
    assert not [text for text in by_first if "2031" in text]
    counts = [len(claim.wordings) for claim in story.claims]
    assert counts == sorted(counts, reverse=True)


def test_similar_articles_share_words(library: Library) -> None:
    similar = library.searcher().similar(SAILS_ID)
    assert {item.id for item in similar[:2]} == {COPIED_ID, RETOLD_ID}
    assert SAILS_ID not in {item.id for item in similar}
    assert [item.id for item in library.searcher().similar(SAILS_ID, 1)] == [similar[0].id]
    assert similar[0].path in FILES


@pytest.mark.parametrize("identity", ["", "0" * 16, "../a", "é", "\0", "a" * 10_000])
def test_an_unknown_article_has_no_story(library: Library, identity: str) -> None:
    for ask in (library.searcher().story, library.searcher().similar):
        with pytest.raises(NoSuchArticle):
            ask(identity)


def test_articles_without_a_date_come_last(tmp_path: Path) -> None:
    undated = {path: text.replace("Published: 8 July 2031\n\n", "") for path, text in FILES.items()}
    library = Library.open(write_files(tmp_path / "texts", undated), tmp_path / "index")
    library.update()
    story = library.searcher().story(RETOLD_ID)
    assert [item.article.id for item in story.coverage] == [COPIED_ID, RETOLD_ID, SAILS_ID]
    assert [item.days for item in story.coverage] == [1, None, None]


def test_a_removed_article_leaves_the_coverage(tmp_path: Path) -> None:
    texts = write_files(tmp_path / "texts", FILES)
    library = Library.open(texts, tmp_path / "index")
    library.update()
    (texts / "gazette/copied.txt").unlink()
    write_files(texts, {"morning/retold.txt": RETOLD + "A last line.\n", "empty.txt": "…\n", "one.txt": "Ada\n"})
    library.update()
    assert library.searcher().story(SAILS_ID).ranked == (RETOLD_ID,)
    for path in ("empty.txt", "one.txt"):
        assert library.searcher().story(article_id(path, 1)).ranked == ()
    with pytest.raises(NoSuchArticle):
        library.searcher().story(COPIED_ID)


@pytest.fixture
def engine(engine_factory: EngineFactory, tmp_path: Path) -> Engine:
    """An engine of 300 short texts: each word in so many of them as its place in WORDS tells."""
    made = engine_factory(tmp_path)
    for part in range(3):
        with made.writer() as batch:
            numbers = range(part, 300, 3)
            texts = {f"{n:03}.txt": " ".join(w for at, w in enumerate(WORDS) if n < 30 * at + 1) for n in numbers}
            add_texts(batch, {path: f"title {text}" for path, text in texts.items()})
    return made


def test_document_frequencies_match_the_texts(engine: Engine) -> None:
    found = engine.searcher().frequencies([*WORDS, "title", "nowhere", "\n", "é"])
    really = {word: 30 * at + 1 for at, word in enumerate(WORDS)} | {"title": 300}
    assert {word: count for word, count in found.items() if word not in really} == {"nowhere": 0, "\n": 0, "é": 0}
    for word, count in really.items():
        assert count / 4 <= found[word] <= 1.5 * count + 2, word
    in_order = [found[word] for word in WORDS]
    assert in_order == sorted(in_order)


def test_more_like_this_ranks_by_common_terms(engine: Engine) -> None:
    searcher, article_ids = engine.searcher(), [article_id(f"{n:03}.txt", 1) for n in range(300)]
    first, *rest = searcher.articles(article_ids)
    weights = dict.fromkeys(WORDS, 1.0)
    others = searcher.more_like_this(weights, None, first.id, 20)
    assert len(others) == 20
    assert first not in others
    assert others[:7] == searcher.more_like_this(weights, None, first.id, 7)
    sizes = [len(set(article.text.split())) for article in others]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == max(len(set(article.text.split())) for article in rest)
    assert searcher.more_like_this(weights, None, first.id, 0) == []
    assert searcher.more_like_this(weights, None, "0" * 16, 20) == []


def article(text: str, zones: tuple[Zone, ...] = (), published: Dated | None = None) -> Article:
    """An article with these zones."""
    return Article("0" * 16, "a.txt", text, (0, min(5, len(text))), "utf-8", zones=zones, published=published)


@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=6))
def test_body_text_keeps_the_offsets_of_the_article(text: str, cuts: list[int]) -> None:
    edges = sorted({min(cut, len(text)) for cut in cuts})
    kinds = ("boilerplate", "stamp", "byline", "headline", "body", "caption")
    zones = tuple(Zone(kinds[(a * 7 + b) % 6], a, b) for a, b in pairwise(edges))  # type: ignore[arg-type]
    subject = article(text, zones)
    body = body_text(subject)
    assert len(body) == len(text)
    hidden = {at for zone in zones if zone.kind in kinds[:3] for at in range(zone.start, zone.end)}
    repeats = {at for zone in zones if zone.repeats(subject.title) for at in range(zone.start, zone.end)}
    assert [at for at in range(len(text)) if body[at] != text[at]] == [
        at for at in sorted(hidden | repeats) if text[at] != "\n"
    ]


def test_a_repeated_headline_counts_once() -> None:
    text = "Title\nTitle\nThe text."
    zones = (Zone("headline", 0, 5), Zone("headline", 6, 11))
    assert body_text(article(text, zones)) == "Title\n\n\n\n\n\n\nThe text."


def test_only_the_beginning_of_a_long_article_is_used() -> None:
    assert len(body_text(article("word " * MOST))) == MOST


@pytest.mark.parametrize(
    ("dated", "day"),
    [
        (None, None),
        (Dated("2031-07-08", "stamp", 0, 4), "2031-07-08"),
        (Dated("2031-07-08T23:59+05:30", "dateline", 0, 4), "2031-07-08"),
        (Dated("2031-07-08", "inferred", 0, 4, "folder"), "2031-07-08"),
        (Dated("2031-07", "rule", 0, 4), None),
    ],
)
def test_only_dates_with_a_day_count(dated: Dated | None, day: str | None) -> None:
    found = stated_day(dated)
    assert (found and found.isoformat()) == day


def claims_of(*texts: str) -> list[tuple[str, dict[int, str]]]:
    """The statements of texts, as text."""
    found: list[ClaimMentions] = list(find_claims(tokenize_texts(*texts)))
    return [
        (claim.kind, {mention.text: texts[mention.text][slice(*mention.span)] for mention in claim.mentions})
        for claim in found
    ]


def test_a_figure_is_the_same_however_it_is_written() -> None:
    assert claims_of(
        "Of 6,000 men 40 per cent left.", "Some 40% of 6000 left, and 7.", "In May 2031 it was 12 June."
    ) == [
        ("figure", {0: "6,000", 1: "6000"}),
        ("figure", {0: "40 per cent", 1: "40%"}),
        ("figure", {1: "7"}),
    ]


def test_a_shortened_or_extended_quote_is_the_same() -> None:
    first = "He called it “an invincible fighting brotherhood,” and left."
    assert claims_of(
        first, "It is “invincible brotherhood”, they say.", "Of an invincible fighting brotherhood he spoke."
    ) == [
        (
            "quotation",
            {
                0: "“an invincible fighting brotherhood,”",
                1: "“invincible brotherhood”",
                2: "an invincible fighting brotherhood",
            },
        )
    ]
    assert len(claims_of(first, "“We shall never see the like of it again.”")) == 2
    assert len(claims_of("“We shall never see it again, my friends”", "“Nobody can say that we shall not sail”")) == 2


def test_names_with_digits_are_not_figures() -> None:
    assert claims_of("The G20 met U2 on 174 km² with 5m people.", "Nothing.") == [
        ("figure", {0: "174"}),
        ("figure", {0: "5m"}),
    ]


PARTS = st.sampled_from(
    (
        "6,000 ",
        "40 % ",
        "“we stay here” ",
        '"we stay" ',
        "we stay here ",
        "a ",
        "May 5 ",
        "2031 ",
        ". ",
        "\n\n",
        "漢 ",
        "²3 ",
        "“",
    )
)


@given(st.lists(st.lists(PARTS, max_size=12).map("".join) | st.text(max_size=20), max_size=4))
def test_a_claim_lists_each_text_once_with_offsets(texts: list[str]) -> None:
    found = find_claims(tokenize_texts(*texts))
    for claim in found:
        numbers = [mention.text for mention in claim.mentions]
        assert numbers == sorted(set(numbers))
        for number, (start, end), (first, last) in claim.mentions:
            assert 0 <= start <= first < last <= end <= len(texts[number])
            assert texts[number][first:last].strip()
    assert [len(claim.mentions) for claim in found] == sorted((len(claim.mentions) for claim in found), reverse=True)


@given(st.lists(PARTS, max_size=12).map("".join))
def test_two_equal_texts_share_all_their_claims(text: str) -> None:
    assert all(len(claim.mentions) == 2 for claim in find_claims(tokenize_texts(text, text)))


def test_many_quotes_are_handled_quickly() -> None:
    texts = ['"a b c" ' * 4000, "“d e f g” 7 " * 3000, "8 " * 15_000]
    assert [len(claim.mentions) for claim in find_claims(tokenize_texts(*texts))] == [1] * 4
