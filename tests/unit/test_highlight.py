"""Marks and fragments: exact slices of the text with the matches marked, the best ones first."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import highlight
from search.analysis.tokenizer import tokenize
from search.highlight import MOST
from search.kernels.fragment_sizes import FRAGMENT_LENGTH, LONGEST
from search.types.article import Article, Zone
from search.types.hits import Fragment
from tests.support import oracle
from tests.support.text_matches import article, match, spans

WORDS = (*oracle.WORDS, "Ferry", "harbour’s", "6,000", "U.S.", "Mr. Dock", "“ferry", "strike.”", "日本", "हिंदी", "😀")
BREAKS = ("ends. ", "stops! ", "\n", "\n\n", "\r\n\r\n", "—", "x" * 40)
PIECES = st.lists(st.sampled_from(WORDS + BREAKS), min_size=1, max_size=120)
FILLED = (*oracle.WORDS, "lorem", "lorem", "ipsum dolor sit amet")
LONG_SENTENCE = st.builds(list.__mul__, st.lists(st.sampled_from(FILLED), min_size=4, max_size=20), st.integers(4, 20))
TEXTS = st.builds(str.join, st.sampled_from([" ", " ", "  ", "\n"]), PIECES | LONG_SENTENCE).filter(str.strip)
SPECIAL = ("ferry dock", '"ferry dock"', "日", "fe*", "6000 OR us", "*", "-ferry", "path:story us", "title:us")
TYPED = st.one_of(oracle.QUERIES.map(str), st.sampled_from(SPECIAL))
ASKED = st.lists(st.sampled_from(["ferry", "dock", "strike", "us", "6,000"]), min_size=1, max_size=3, unique=True)

ENDLESS = {
    "equal lines": "The same ferry line.\n" * 10_000,
    "marks": "ferry " * 100_000,
    "paragraphs": "ferry\n\n" * 20_000,
    "sentences": "a ferry dock. " * 20_000,
    "one long word": "x" * 500_000 + " ferry",
}


def shown(typed: str, found: Article) -> tuple[Fragment, ...]:
    """The fragments of an article for a query that matches it."""
    matched = match(typed, found)
    assert matched
    return highlight.fragments(found, *matched)


def marked(fragment: Fragment) -> list[str]:
    """What is marked in a fragment."""
    return [fragment.text[start:end] for start, end in fragment.marks]


def overlap(one: Fragment, other: Fragment) -> bool:
    """Whether two fragments share a stretch of the text."""
    return one.start < other.start + len(other.text) and other.start < one.start + len(one.text)


@given(TEXTS, TYPED)
def test_fragments_are_exact_slices_with_their_marks_inside(text: str, typed: str) -> None:
    found = article(text)
    matched = match(typed, found)
    if not matched:
        return
    marks = spans(matched[0])
    chosen = highlight.fragments(found, *matched)
    assert len(chosen) <= MOST
    for fragment in chosen:
        whole = found.path if fragment.field == "path" else text
        assert whole[fragment.start : fragment.start + len(fragment.text)] == fragment.text
        assert all(0 <= start < end <= len(fragment.text) for start, end in fragment.marks)
        assert all(left[1] <= right[0] for left, right in pairwise(fragment.marks))
        if fragment.field != "path":
            inside = [(start + fragment.start, end + fragment.start) for start, end in fragment.marks]
            first = fragment.first - 1
            assert inside == marks[first : first + len(inside)] if inside else fragment.first == 0
    in_text = [fragment for fragment in chosen if fragment.field != "path"]
    assert not any(overlap(one, other) for one, other in combinations(in_text, 2))
    assert bool(marks) == any(fragment.marks for fragment in in_text)


@given(TEXTS, TYPED)
def test_a_fragment_is_short_and_begins_and_ends_with_a_character(text: str, typed: str) -> None:
    found = article(text)
    matched = match(typed, found)
    for fragment in highlight.fragments(found, *matched) if matched else ():
        widest = max((end - start for start, end in fragment.marks), default=0)
        assert fragment.text == fragment.text.strip() != ""
        assert fragment.field == "title" or len(fragment.text) <= max(FRAGMENT_LENGTH, widest)


@given(TEXTS, ASKED)
def test_marks_are_the_matches_of_the_query(text: str, words: list[str]) -> None:
    asked = set(tokenize(" ".join(words)).terms)
    found = article(text)
    matched = match(" OR ".join(words), found)
    for fragment in highlight.fragments(found, *matched) if matched else ():
        assert {term for surface in marked(fragment) for term in tokenize(surface).terms} <= asked


def test_title_and_text_are_separate_fragments() -> None:
    title, body = shown("ferry", article("Ferry sails\n\nThe ferry sails at noon."))
    assert title == Fragment("title", "Ferry sails", 0, ((0, 5),), 1)
    assert body == Fragment("body", "The ferry sails at noon.", 13, ((4, 9),), 2)


def test_text_above_the_title_is_a_separate_fragment() -> None:
    text = "Read it in Hindi, by ferry\nFerry sails\n\nThe ferry sails at noon."
    found = article(text)._replace(title=(27, 38))
    above, title, body = shown("ferry", found)
    assert title == Fragment("title", "Ferry sails", 27, ((0, 5),), 2)
    assert above == Fragment("body", "Read it in Hindi, by ferry", 0, ((21, 26),), 1)
    assert body == Fragment("body", "The ferry sails at noon.", 40, ((4, 9),), 3)
    [only] = shown("hindi", found)
    assert (only.text, marked(only)) == ("Read it in Hindi, by ferry", ["Hindi"])


def test_the_beginning_is_that_of_the_article_not_of_the_page() -> None:
    text = "Ferry sails\nAdvertisement\nFerry sails\n\nIt begins here."
    zones = (Zone("headline", 0, 11), Zone("boilerplate", 12, 25), Zone("headline", 26, 37))
    [beginning] = shown("*", article(text)._replace(zones=zones))
    assert beginning.text == "It begins here."
    [whole] = shown("*", article("Ferry sails\nAdvertisement")._replace(zones=zones[:2]))
    assert whole.text == "Advertisement"


def test_a_path_is_shown_last() -> None:
    body, path = shown("path:news ferry", article("Title\n\nThe ferry.", "news/ferry.txt"))
    assert (body.field, body.text) == ("body", "The ferry.")
    assert (path.field, path.text, marked(path)) == ("path", "news/ferry.txt", ["news"])


@pytest.mark.parametrize("typed", ["*", "-ferry", "path:story"])
def test_a_query_without_marks_shows_the_beginning(typed: str) -> None:
    first, *_ = shown(typed, article("Title\n\nIt begins here. " + "And goes on. " * 100))
    assert (first.field, first.start, first.marks, first.first) == ("body", 7, (), 0)
    assert first.text.startswith("It begins here.")
    assert len(first.text) <= FRAGMENT_LENGTH


def test_a_beginning_ends_with_a_sentence_unless_that_leaves_little() -> None:
    def beginning(text: str) -> str:
        [fragment] = shown("*", article(f"Title\n\n{text}"))
        return fragment.text

    long = "The boat " + "goes on and " * 40 + "ends."
    whole = "It begins here, and goes on for some words more until the sentence has an end, which is here."
    assert beginning(f"{whole} {long}") == whole
    assert beginning(f"{whole}\n{long}") == whole
    assert beginning(f"It begins. {long}").startswith("It begins. The boat goes on and")
    assert beginning(long).startswith("The boat goes on and")
    assert beginning("It begins. It ends.") == "It begins. It ends."


def test_an_article_of_only_a_title_has_no_beginning() -> None:
    assert shown("*", article("Title")) == ()
    assert [fragment.text for fragment in shown("title", article("Title"))] == ["Title"]


def test_a_short_sentence_is_extended_by_the_next() -> None:
    short, long = (
        "The ferry.",
        "The ferry left the dock at noon and came back at night, when the harbour lay quite dark.",
    )
    for sentence, shown_text in ((short, "The ferry. Next one."), (long, long)):
        (fragment,) = shown("ferry", article(f"Title\n\nBefore it. {sentence} Next one."))
        assert fragment.text == shown_text


def test_the_title_of_a_person_does_not_end_a_sentence() -> None:
    sentence = "It was Mr. Dock and Dr. Strike who, in the U.S. at least, took the ferry to St. Mary every single day."
    (fragment,) = shown("ferry", article(f"Title\n\nNothing here at all. {sentence} Nothing here."))
    assert fragment.text == sentence


def test_fragments_end_at_blank_lines_and_titles() -> None:
    found = article("Title\n\nLast of one.\n\nThe ferry.\n\nFirst of another.")
    assert [fragment.text for fragment in shown("ferry", found)] == ["The ferry."]


def test_a_long_sentence_is_cut_at_words() -> None:
    (fragment,) = shown("ferry", article("Title\n\n" + "lorem " * 100 + "ferry" + " ipsum" * 100))
    assert set(fragment.text.split()) == {"lorem", "ferry", "ipsum"}
    assert FRAGMENT_LENGTH - 20 < len(fragment.text) <= FRAGMENT_LENGTH


@pytest.mark.parametrize("order", ["alpha {} ferry dock strike", "ferry dock strike {} ferry dock strike alpha"])
def test_a_mark_is_shown_whole_or_not_at_all(order: str) -> None:
    for words in range(5, 60):
        found = article("Title\n\n" + "lorem " * 60 + order.format("lorem " * words) + " lorem" * 60)
        chosen = shown('alpha "ferry dock strike"', found)
        assert {surface for fragment in chosen for surface in marked(fragment)} == {"alpha", "ferry dock strike"}
        for fragment in chosen:
            whole = marked(fragment).count("ferry dock strike")
            assert [fragment.text.count(word) for word in ("ferry", "dock", "strike")] == [whole] * 3


def test_the_best_fragment_has_the_most_words_closest_together() -> None:
    far = "A dock, and far away from it there is perhaps a ferry."
    found = article(f"Title\n\nA ferry.\n\n{far}\n\nA ferry dock.\n\nA dock.\n\nA strike.")
    assert [fragment.text for fragment in shown("ferry dock", found)][:2] == ["A ferry dock.", far]
    assert "A strike." in [fragment.text for fragment in shown("ferry dock strike", found)]


def test_a_title_is_shown_whole_even_if_a_mark_extends_beyond_it() -> None:
    title, *_ = shown('ferry OR "strike the"', article("Ferry strike\n\nThe ferry crew."))
    assert (title.field, title.text, marked(title)) == ("title", "Ferry strike", ["Ferry"])


def test_equal_fragments_are_shown_once() -> None:
    found = shown("ferry", article("Title\n\n" + "The same ferry line.\n\n" * 5 + "Another ferry."))
    assert sorted(fragment.text for fragment in found) == ["Another ferry.", "The same ferry line."]


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_a_long_repetitive_text_is_handled_quickly(text: str) -> None:
    found = article("Title\n\n" + text)
    matched = match("ferry OR dock", found)
    assert matched
    assert len(matched[0]) == text.count("ferry") + text.count("dock")
    chosen = highlight.fragments(found, *matched)
    assert 1 <= len(chosen) <= MOST
    assert all(fragment.marks and len(fragment.text) <= FRAGMENT_LENGTH for fragment in chosen)


ALIKE = ("a ", "a\n", "a.", "a a. ", "日", "7,", "e" + 300 * "\u0301" + " ", "\u202ea\u2066 ", 400 * "x", '"a" (')


@pytest.mark.parametrize("unit", ALIKE)
def test_no_fragment_exceeds_the_longest(unit: str) -> None:
    dense = 8_000 // len(unit) * unit
    word = tokenize(unit).terms[0]
    for text in (dense, f"Title. {dense}\n\nAt the end a zebra stands."):
        found = article(text)
        for typed in (word, f'"{word} {word} {word}"', f"{word} OR zebra", f'"{word} {word}"~5', "*"):
            matched = match(typed, found)
            for fragment in highlight.fragments(found, *matched) if matched else ():
                assert len(fragment.text) <= LONGEST
                assert len(fragment.marks) <= LONGEST
                assert typed == "*" or fragment.marks


def test_only_the_beginning_of_a_very_long_mark_is_shown() -> None:
    (fragment,) = shown('"a a a"', article("Title\n\nBefore. " + 5_000 * "a " + "after."))
    assert fragment.text == (LONGEST // 2 * "a ").strip()
    assert (fragment.marks, fragment.first) == (((0, len(fragment.text)),), 1)


@given(TEXTS, TEXTS, st.integers(0, 3))
def test_dense_hits_are_found_among_very_many(one: str, other: str, rest: int) -> None:
    dense = 1_050 * "ferry of. "
    text = f"Title\n\n{dense}\n\n{one}\n\nA ferry dock strike.\n\n{other}\n\n{dense}" + rest * "x y z "
    best = shown("ferry dock strike", article(text))[0]
    assert {"ferry", "dock", "strike"} <= {surface.lower() for surface in marked(best)}


def test_a_rare_word_is_shown_beside_a_frequent_one() -> None:
    text = "Title\n\n" + 2_000 * "ferry dock. " + "\n\n" + 200 * "Nothing here. " + "A zebra. " + 200 * "Nothing here. "
    chosen = shown("(ferry dock) OR zebra", article(text))
    assert "zebra" in [surface for fragment in chosen for surface in marked(fragment)]


def test_a_fragment_has_all_of_its_marks() -> None:
    text = "Title\n\n" + 3_000 * "a " + "zebra " + 3_000 * "a "
    for fragment in shown("a OR zebra", article(text)):
        if fragment.field == "body":
            assert marked(fragment) == fragment.text.split()
            assert fragment.first == text[: fragment.start].count("a ") + text[: fragment.start].count("zebra") + 1


def test_a_mark_longer_than_a_fragment_is_shown_whole() -> None:
    phrase = " ".join(f"w{number}" for number in range(100))
    (fragment,) = shown(f'"{phrase}"', article(f"Title\n\nBefore. {phrase} after."))
    assert marked(fragment) == [phrase]


@given(TEXTS, TYPED)
def test_joined_pieces_are_the_text(text: str, typed: str) -> None:
    matched = match(typed, article(text))
    marks = spans(matched[0]) if matched else []
    cut = list(highlight.split_at_marks(text, marks))
    assert "".join(piece for piece, _ in cut) == text
    assert [piece for piece, is_marked in cut if is_marked] == [text[start:end] for start, end in marks]
