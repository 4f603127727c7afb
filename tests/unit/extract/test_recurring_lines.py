"""Which lines recur: boilerplate of any length does, the text of an article never, however many outlets print it."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.recurring_lines import find_recurring_lines, line_digests

FORM = f"Sign me up for the harbour letter. {'I agree to the terms and want to read it each morning. ' * 3}Send."
RIGHTS = (
    f"All that stands here belongs to the Quay Gazette. {'Nobody may print it or read it out without asking. ' * 5}Ask."
)
BUTTON = "Tap the bell for more news"


def prose(seed: int, words: int = 60) -> str:
    """A paragraph of words that no other seed has, some seven letters for each word."""
    return " ".join(f"{random.Random(f'{seed} {at}').choice('bdfgklmnprst')}a{seed}o{at}" for at in range(words)) + "."


def articles(count: int, *notices: str, first: int = 0, words: int = 60) -> list[str]:
    """Different articles of two paragraphs, each with the same notices below it."""
    texts = (
        (f"Title {seed}", prose(seed, words), prose(1000 + seed, words), *notices)
        for seed in range(first, first + count)
    )
    return ["\n\n".join(lines) for lines in texts]


def recurring(texts: list[str]) -> frozenset[str]:
    """The whole lines that recur. The sentences at the ends of texts are looked at elsewhere."""
    lines = {line for text in texts for line in text.split("\n")}
    return find_recurring_lines(map(line_digests, texts)) & lines


def test_a_long_notice_in_eight_articles_recurs() -> None:
    assert len(FORM) > 120
    assert recurring(articles(8, FORM)) == {FORM}
    assert recurring(articles(7, FORM)) == frozenset()


def test_notices_that_always_stand_together_all_recur() -> None:
    about = f"About us: {prose(5000, 30)}"
    assert recurring(articles(9, FORM, RIGHTS, about, BUTTON)) == {FORM, RIGHTS, about, BUTTON}


def test_a_notice_recurs_in_short_articles_once_it_does_in_longer_ones() -> None:
    long, short = articles(8, RIGHTS), articles(8, FORM, RIGHTS, first=50, words=18)
    assert recurring(short) == frozenset()
    assert recurring(long + short) == {FORM, RIGHTS}


def outlets(report: list[str], *, footers: bool = True) -> Iterator[str]:
    """Ten outlets print a report, each under a title of its own, with its own byline and its own footer."""
    for number in range(10):
        footer = [f"Outlet {number} is a paper of the coast. {prose(7000 + number, 25)}"] if footers else []
        yield "\n\n".join((f"Title {number}", f"By Writer {number}", *report, *footer))


REPORT = [prose(9000 + at, 40) for at in range(5)]
CROSSHEADS = [
    "Norholm, the harbour",
    REPORT[0],
    "The union has the last word",
    REPORT[1],
    REPORT[2],
    "He said no more.",
]


@pytest.mark.parametrize("report", [REPORT, CROSSHEADS, REPORT[:2], REPORT[:1]])
@pytest.mark.parametrize("footers", [True, False])
def test_a_report_that_ten_outlets_print_never_recurs(report: list[str], footers: bool) -> None:
    assert recurring(list(outlets(report, footers=footers))) == frozenset()


def test_a_report_that_outlets_cut_never_recurs() -> None:
    cuts = [REPORT[:size] for size in (5, 5, 4, 4, 3, 3, 2, 2, 5, 4)]
    assert recurring(["\n\n".join((f"Title {at}", *cut)) for at, cut in enumerate(cuts)]) == frozenset()


def test_a_short_report_above_the_notices_of_its_outlets_never_recurs() -> None:
    """Each outlet has a longer notice in all of its articles; the report stands in one article of each."""
    texts = []
    for outlet in range(10):
        notice = f"Outlet {outlet}: {prose(6000 + outlet, 50)}"
        texts += articles(8, notice, first=100 + 10 * outlet)
        texts.append(f"Title {outlet}\n\n{REPORT[0]}\n\n{notice}")
    assert REPORT[0] not in recurring(texts)
    assert len(recurring(texts)) == 10


def test_a_file_that_is_there_twenty_times_has_no_boilerplate() -> None:
    assert recurring(articles(1, FORM, BUTTON) * 20) == frozenset()


def test_a_report_without_long_lines_never_recurs() -> None:
    lines = [prose(4000 + at, 9) for at in range(20)]
    assert max(map(len, lines)) <= 120
    assert recurring(["\n".join((f"Title {at}", *lines)) for at in range(10)]) == frozenset()


def test_a_line_that_is_all_the_text_of_many_titles_recurs() -> None:
    assert recurring([f"The title of article {at}\n\n{BUTTON}, every day of the week" for at in range(8)]) == {
        f"{BUTTON}, every day of the week"
    }


def test_the_ending_of_three_different_titles_recurs() -> None:
    texts = [f"Ferries to cross bay {number} - Politics - Quay Gazette\n\n{prose(number)}" for number in range(3)]
    endings = {" - Quay Gazette", " - Politics - Quay Gazette"}
    assert find_recurring_lines(map(line_digests, texts)) == endings
    assert find_recurring_lines(map(line_digests, texts[:2])) == frozenset()
    assert find_recurring_lines([line_digests(texts[0])] * 9) == frozenset(), "one title counts once"
    pictures = [f"The storm of {number} March - in pictures\n\n{prose(number)}" for number in range(3)]
    assert find_recurring_lines(map(line_digests, pictures)) == frozenset()


def test_the_order_of_files_does_not_matter() -> None:
    few = articles(7, FORM, RIGHTS) + articles(2, RIGHTS, first=20) + [articles(1, FORM, first=30)[0]] * 2
    expected = recurring(few)
    assert expected
    for seed in range(20):
        assert recurring(random.Random(seed).sample(few, len(few))) == expected


PARAGRAPHS = (FORM, RIGHTS, BUTTON, *REPORT, *(prose(seed, 40) for seed in range(4)))


@given(st.lists(st.lists(st.sampled_from(PARAGRAPHS), max_size=5, unique=True), max_size=30), st.randoms())
def test_any_files_have_the_same_recurring_lines_in_any_order(files: list[list[str]], order: random.Random) -> None:
    texts = ["\n".join(lines) for lines in files]
    shuffled = order.sample(texts, len(texts))
    assert recurring(texts) == recurring(shuffled)
    for line in recurring(texts):
        assert sum(line in text.split("\n") for text in texts) >= 8
