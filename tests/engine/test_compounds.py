"""Compounds with and without a hyphen find each other: engines against a plain scan of the texts."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.segment.merge import FANOUT
from search.engines.file_table import FileTable
from search.extract.articles import article_id
from search.query import parse
from search.types.article import Article, Zone
from search.types.files import FileRecord, Stamp
from tests.support.engines import EngineFactory, add_texts, explained, paths_of, search
from tests.support.profiles import fewer

WORDS = ("e", "mail", "email", "the", "rapist", "therapist", "co", "op", "coop")
TEXT = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(" -")), min_size=1, max_size=10).map(
    lambda pairs: "".join(word + separator for word, separator in pairs).rstrip(" -")
)
CORPORA = st.dictionaries(st.sampled_from(["a.txt", "b.txt", "c.txt"]), TEXT, min_size=1)
QUERIES = st.one_of(
    st.sampled_from(WORDS),
    st.builds("{}-{}".format, st.sampled_from(WORDS), st.sampled_from(WORDS)),
    TEXT.filter(lambda text: text.count("-") + text.count(" ") < 4).map(lambda text: f'"{text}"'),
)


@dataclass(frozen=True)
class Scanned:
    """A text as words, the hyphens behind them, and the compounds: pairs of words in a row of three words at most."""

    words: tuple[str, ...]
    compounds: frozenset[int]

    @staticmethod
    def of(text: str) -> "Scanned":
        runs = [run.split("-") for run in text.split(" ")]
        firsts = [sum(map(len, runs[:number])) for number in range(len(runs))]
        inner = (
            first + at for first, run in zip(firsts, runs, strict=True) for at in range(len(run) - 1) if len(run) < 4
        )
        return Scanned(tuple(word for run in runs for word in run), frozenset(inner))

    def joined(self, at: int) -> str:
        """The compound that begins with a word, as one word; empty where none does."""
        return "".join(self.words[at : at + 2]) if at in self.compounds else ""


def ends(query: Scanned, at: int, text: Scanned, place: int) -> set[int]:
    """Where a phrase ends that goes on with word `at` of the query at `place` of the text."""
    if at == len(query.words):
        return {place}
    found: set[int] = set()
    if text.words[place : place + 1] == query.words[at : at + 1]:
        found |= ends(query, at + 1, text, place + 1)
    if text.joined(place) == query.words[at]:
        found |= ends(query, at + 1, text, place + 2)
    if text.words[place : place + 1] == ("".join(query.words[at : at + 2]),) and at in query.compounds:
        found |= ends(query, at + 2, text, place + 1)
    return found


def marked(query: str, text: str) -> set[int]:
    """The words of a text that a query marks."""
    scanned, phrase = Scanned.of(text), Scanned.of(query.strip('"'))
    stretches = {(place, end) for place in range(len(scanned.words)) for end in ends(phrase, 0, scanned, place)}
    if '"' not in query and "-" in query:  # an unquoted compound also stands for what its joined word stands for
        word = Scanned((query.replace("-", ""),), frozenset())
        stretches |= {(place, end) for place in range(len(scanned.words)) for end in ends(word, 0, scanned, place)}
    return {at for first, end in stretches for at in range(first, end)}


def marked_words(engine: Engine, query: str) -> dict[str, set[int]]:
    """The numbers of the words that an engine marks, by path."""
    by_path: dict[str, set[int]] = {}
    for match in search(engine, query).matches:
        reading = engine.searcher().read(match.article.id, parse(query))
        assert reading
        text = match.article.text
        starts = [at for at in range(len(text)) if text[at].isalpha() and (not at or not text[at - 1].isalpha())]
        marks = reading.portion.marks
        by_path[match.article.path] = {
            number for number, at in enumerate(starts) if any(start <= at < end for start, end in marks)
        }
    return by_path


@fewer(5)
@example({"a.txt": "the-rapist", "b.txt": "the rapist"}, {"b.txt": "therapist"}, ["therapist", '"the rapist"'])
@given(CORPORA, CORPORA, st.lists(QUERIES, min_size=1, max_size=8))
def test_a_plain_scan_finds_the_same_compounds(
    engine_factory: EngineFactory, corpus: dict[str, str], changed: dict[str, str], queries: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        engine = engine_factory(Path(folder))
        for texts in (corpus, changed):
            with engine.writer() as batch:
                for path in texts:
                    batch.remove(path)
                add_texts(batch, texts)
        current = corpus | changed
        for query in queries:
            expected = {path: words for path, text in current.items() if (words := marked(query, text))}
            assert marked_words(engine, query) == expected, query


TEXTS = {
    "email": "Our email\n\nEmails came.",
    "e-mail": "Our e-mail\n\nThe e‑mails came.",
    "apart": "Plan e.\n\nThe mail came.",
}


@pytest.mark.parametrize("typed", ["email", "e-mail", "emails", "e-mails", '"our email"', '"our e-mail"'])
def test_both_spellings_are_found_in_every_form(tmp_path: Path, typed: str) -> None:
    engine = EmbeddedEngine(tmp_path, "english")
    with engine.writer() as batch:
        add_texts(batch, TEXTS)
    assert paths_of(search(engine, typed)) == ["e-mail", "email"]


def test_an_explanation_names_both_spellings(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "english")
    with engine.writer() as batch:
        add_texts(batch, TEXTS)
    (term,) = explained(engine, "email").terms
    assert (sorted(term.words), term.total) == (["e-mail", "e-mails", "email", "emails"], 2)


def test_an_explanation_names_the_spellings_of_a_quotation(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "english")
    with engine.writer() as batch:
        add_texts(batch, TEXTS)
    (term,) = explained(engine, '"our email"').terms
    assert (sorted(term.words), term.total) == (['"our e-mail"', '"our email"'], 2)
    (term,) = explained(engine, '"the e-mails came"').terms
    assert (term.words, term.total) == (('"the e mails came"',), 1)


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("em*", {"compound": {1, 2}, "word": {1}}),
        ("em?il*", {"compound": {1, 2}, "word": {1}}),
        ("co*tion", {"compound": {4, 5}, "word": {3}}),
        ("coop*", {"compound": {4, 5}, "word": {3}}),
        ("co*", {"compound": {4}, "word": {3}}),
        ("cooperatiom~1", {"word": {3}}),
        ('"the em*"', {"word": {0, 1}}),
    ],
)
def test_a_star_stands_for_compounds_and_a_typo_for_none(
    tmp_path: Path, typed: str, marked: dict[str, set[int]]
) -> None:
    engine = EmbeddedEngine(tmp_path, "english")
    with engine.writer() as batch:
        add_texts(batch, {"compound": "the e-mails on co-operation", "word": "the emails on cooperation"})
    assert marked_words(engine, typed) == marked


def test_parts_of_two_articles_are_no_compound(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "english")
    with engine.writer() as batch:
        add_texts(batch, {"a": "the e-", "b": "mail"})
    assert paths_of(search(engine, "email")) == paths_of(search(engine, "e-mail")) == []


def test_a_compound_in_boilerplate_is_found_where_everything_is_searched(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "english")
    text = "Here\n\nA start-up, an e-mail, a co-op"
    zones = (Zone("boilerplate", text.index("an"), text.index("a co")), Zone("boilerplate", len(text) - 2, len(text)))
    article = Article(article_id("a.txt", 1), "a.txt", text, (0, 4), "utf-8", zones=zones)
    with engine.writer() as batch:
        record = FileRecord("a.txt", Stamp(5, 1, 1), "0" * 32, "utf-8", (article.id,))
        batch.put(FileTable.of([record]), batch.build([article]))
    totals = {typed: search(engine, typed).total for typed in ("startup", "email", "coop", "email in:everything")}
    assert totals == {"startup": 1, "email": 0, "coop": 0, "email in:everything": 1}


def test_merged_segments_keep_their_compounds(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, "english")
    for number in range(FANOUT + 1):
        with engine.writer() as batch:
            batch.remove(str(number - 1))
            add_texts(batch, {str(number): "the e-mail", f"{number} later": "a mail with co-operation"})
    assert len(list(tmp_path.glob("segment-*"))) < FANOUT
    assert paths_of(search(engine, "email")) == [str(FANOUT)]
    assert search(engine, "cooperation").total == FANOUT + 1
