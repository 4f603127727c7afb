"""How two articles are related: by what both state, with evidence, and never who took from whom."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.duplicates.relation import Attribution, relations
from search.types.article import Article, Dated, Provenance, Zone
from search.types.duplicates import Relation, SharedText

SHARED = SharedText(3, 1214, 0.71, 0.4)


def article(title: str = "Ferry strike", credit: str = "", dated: str = "", **more: object) -> Article:
    """An article of a title, a byline with `credit`, a line with `dated`, and a sentence."""
    text = f"{title}\n{credit}\n{dated}\nThe crew of the ferry went home."
    start = len(title) + 1
    zones = (Zone("headline", 0, len(title)), Zone("byline", start, start + len(credit)))
    fields = {"path": "a.txt", "encoding": "utf-8", "zones": zones, **more}
    return Article(id="0" * 16, text=text, title=(0, len(title)), **fields)  # type: ignore[arg-type]


def date(when: str, provenance: Provenance = "stamp") -> Dated:
    """A date without a place in the text."""
    return Dated(when, provenance, 0, 0)


def related(a: Article, b: Article, shared: SharedText = SHARED) -> dict[str, Relation]:
    """What holds between two articles, by kind."""
    return {each.kind: each for each in relations(Attribution.of(a), Attribution.of(b), shared)}


def earlier(a: Dated | None, b: Dated | None) -> str:
    """What is said of two articles with these dates; empty if nothing is."""
    one, other = article("One", published=a), article("Other", published=b)
    relation = related(one, other).get("earlier")
    return relation.text if relation else ""


def test_two_articles_of_one_outlet_are_versions_of_it() -> None:
    a = article("Ferry strike", "By Ada Lund, Quay Gazette", source="Quay Gazette")
    b = article("Ferries stand still", source="The Quay Gazette")
    relation = related(a, b)["same_outlet"]
    assert relation.text == "another version by the same outlet"
    assert relation.evidence == (
        "Quay Gazette: outlet Quay Gazette, “By Ada Lund, Quay Gazette”; The Quay Gazette: outlet The Quay Gazette"
    )
    assert "same_outlet" not in related(a, b._replace(source="Harbour Herald"))
    assert "same_outlet" not in related(a._replace(source=""), b._replace(source=""))


def test_two_articles_that_credit_one_agency_say_so() -> None:
    a = article("Ferry strike", "By Ada Lund (REUTERS)", source="Quay Gazette", agency="AFP, Reuters")
    b = article("Ferries stand still", "Reuters", source="Harbour Herald", agency="Reuters")
    relation = related(a, b)["same_agency"]
    assert relation.text == "both credit Reuters"
    assert relation.evidence == (
        "Quay Gazette: agency Reuters, “By Ada Lund (REUTERS)”; Harbour Herald: agency Reuters, “Reuters”"
    )
    assert "same_agency" not in related(a, b._replace(agency="dpa"))


def test_an_article_credits_the_outlet_of_the_other() -> None:
    a = article("Ferry strike", "Source: Quay Gazette", source="Harbour Herald", agency="Quay Gazette")
    b = article("Ferries stand still", source="Quay Gazette")
    for pair in ((a, b), (b, a)):
        relation = related(*pair)["credits"]
        assert relation.text == "Harbour Herald credits Quay Gazette"
        assert "Harbour Herald: agency Quay Gazette, “Source: Quay Gazette”" in relation.evidence
    assert "credits" not in related(a._replace(source="Quay Gazette"), b), "an outlet's own name is no credit"
    assert "credits" not in related(a, b._replace(source="Evening Post"))


@pytest.mark.parametrize(
    ("a", "b", "text"),
    [
        ("2031-05-06", "2031-05-08", "“One” was published 2 days earlier"),
        ("2031-05-07", "2031-05-06T10:00+02:00", "“Other” was published 1 day earlier"),
        ("2031-05-06T09:00", "2031-05-06T12:00", ""),
        ("2031-05-06", "2031-05-06T12:00Z", ""),
        ("2031-05", "2031-06-07", ""),
        ("2031-05-06T09:00Z", "2031-05-06T12:30+00:00", "“One” was published 3 hours earlier"),
        ("2031-05-06T23:30-05:00", "2031-05-07T12:00+09:00", "“Other” was published 1 hour earlier"),
        ("2031-05-06T23:50+02:00", "2031-05-07T00:10+02:00", "“One” was published 20 minutes earlier"),
        ("2031-05-06T12:00+02:00", "2031-05-06T10:00Z", ""),
        ("2031-05-06T23:50", "2031-05-07T00:10", ""),
        ("2031-05-06T23:50", "2031-05-08T00:10", "“One” was published 1 day earlier"),
        ("2031-05-06T10:30", "2031-05-07T09:15", "“One” was published 1 day earlier"),
        ("2031-05-06T09:00", "2031-05-07T22:00+02:00", "“One” was published 1 day earlier"),
        ("2030-05-06", "2033-05-06", "“One” was published 1,096 days earlier"),
    ],
)
def test_the_earlier_article_is_named_where_both_days_are_stated(a: str, b: str, text: str) -> None:
    assert earlier(date(a), date(b)) == text
    turned = text.replace("One", "other").replace("Other", "One").replace("other", "Other")
    assert earlier(date(b), date(a)) == turned


def test_an_unknown_date_makes_no_claim() -> None:
    assert earlier(None, date("2031-05-06")) == earlier(None, None) == ""


def test_the_evidence_of_a_date_says_where_it_is_from() -> None:
    a = article("One", dated="Published 6 May 2031", published=Dated("2031-05-06", "stamp", 5, 25))
    b = article("Other", published=date("2031-05-08", "dateline"))
    relation = related(a, b)["earlier"]
    assert relation.evidence == "“One”: 6 May 2031, stamp “Published 6 May 2031”; “Other”: 8 May 2031, dateline"


def test_an_inferred_date_says_that_it_is_inferred() -> None:
    inferred = Dated("2031-05-06", "inferred", 0, 0, "copyright line")
    relation = related(article("One", published=inferred), article("Other", published=date("2031-05-08")))["earlier"]
    assert relation.text == "“One” was published 2 days earlier, by an inferred date"
    assert "“One”: 6 May 2031, year from the copyright line, inferred; " in relation.evidence


def test_shared_passages_come_last_with_their_words() -> None:
    a, b = article("One", source="Quay Gazette"), article("Other", source="Harbour Herald")
    *_, last = relations(Attribution.of(a), Attribution.of(b), SHARED)
    assert last == Relation(
        "shared_passages", "share 3 passages", "1,214 equal words: 71% of Quay Gazette, 40% of Harbour Herald"
    )
    assert related(a, b, SHARED._replace(passages=1))["shared_passages"].text == "share 1 passage"
    assert related(a, b, SharedText(0, 0, 0, 0)) == {}


@pytest.mark.parametrize(
    ("a", "b", "names"),
    [
        ({"source": "Quay Gazette"}, {}, ("Quay Gazette", "“Title”")),
        ({}, {}, ("a.txt", "b.txt")),
        ({"source": "Quay Gazette"}, {"source": "Quay Gazette", "title": "Other"}, ("“Title”", "“Other”")),
        ({"path": "x.txt", "parts": 2}, {"path": "x.txt", "part": 2, "parts": 2}, ("x.txt, part 1", "x.txt, part 2")),
    ],
)
def test_names_tell_the_two_apart(a: dict[str, object], b: dict[str, object], names: tuple[str, str]) -> None:
    one, other = article(**{"title": "Title", **a}), article(**{"title": "Title", "path": "b.txt", **b})  # type: ignore[arg-type]
    evidence = related(one, other)["shared_passages"].evidence
    assert f"of {names[0]}," in evidence
    assert evidence.endswith(f"of {names[1]}")


NAMES = ("", "Quay Gazette", "The Quay Gazette", "Reuters", "dpa", "Harbour Herald")
DATES = (None, date("2031-05-06"), date("2031-05-07T10:00Z"), date("2031-05"), date("2031-05-07", "dateline"))


@given(
    st.lists(st.tuples(*map(st.sampled_from, (NAMES, NAMES, DATES))), min_size=2, max_size=2),
    st.text(max_size=40),
)
def test_all_that_holds_is_said_once_in_either_order(stated: list[tuple[str, str, Dated | None]], title: str) -> None:
    a, b = (
        article(f"{title} {at}", source=source, agency=agency, published=published)
        for at, (source, agency, published) in enumerate(stated)
    )
    here, there = (relations(*map(Attribution.of, pair), SHARED) for pair in ((a, b), (b, a)))
    assert {(each.kind, each.text) for each in here} == {(each.kind, each.text) for each in there}
    assert here[-1].kind == "shared_passages"
    for word, each in product(("copied", "copy", "stole", "probably"), here):
        assert word not in each.text.replace(title, "")
    assert all(each.evidence for each in here)


def test_a_quote_begins_and_ends_with_whole_words() -> None:
    quote = "of the nocturnal ferry soon went home (Reuters) and slept until the bell rang over the whole wide bayside"
    credit = f"The crew {quote} quarters"
    a, b = article(credit=credit, agency="Reuters"), article("Ferries stand still", "Reuters", agency="Reuters")
    assert f"“{quote}”" in related(a, b)["same_agency"].evidence
