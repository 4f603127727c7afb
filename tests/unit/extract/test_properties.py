"""Properties of the extraction of any text."""

import re
from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.extract.articles import PlainText, extract_all, extract_articles
from search.extract.draft import Draft, ExtractionOptions, split_at_seams
from search.extract.lines import split_lines
from search.extract.pipeline import STEPS, run_steps
from search.extract.recurring_lines import find_recurring_lines, line_digests
from search.types.article import ZONE_KINDS
from search.types.files import FileText

PIECES = (
    "Ferries to cross the bay in winter",
    "Swallows prefer the wooden barns",
    "Advertisement",
    "Updated 4 sec ago",
    "6 May 2024",
    "Last Updated : May 06 2024 | 1:38 PM IST",
    "OSLO: ",
    "BERGEN, May 6. /TASS/. ",
    "By Ann Roe",
    "Reuters",
    "© 2024 Bay News",
    "READ MORE: ",
    "(AP, dpa)",
    "Source:-Bay News",
    "(12.05.2024) ",
    "06/05/2024",
    "Tuesday, 4 March",
    "Published: March 4, 10:30",
    "4 March | Updated: 5 March 2031",
    "CALDER, 4 March (Merrow Press) - ",
    "CALDER, Tuesday, March 4, 2031 (Merrow Press) - ",
    "© 2031 Merrow Press",
    "https://merrow.example/2031/03/04/ferries",
    "On 12 March the council met. The ferries sailed on April 3, 2031 with many people from the islands. ",
    "31 April",
    "Le 1er mars",
    "Ferries to cross\n12.5 34\n$ 1\n\n",
    "\nभाषा\n",
    "It froze. Boats lay idle. (03.04.2024) " * 30,
    " | ",
    " - BBC News",
    "Photo: Bay",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "The council of the bay met on Monday to settle how many of its ferries will cross in winter, and who pays. ",
    "Birds raised beneath wooden roofs grow heavier than those which hatch under plates of corrugated iron, it found. "
    * 2,
    "\u2028",
    "\x1c",
)
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map("".join)
OPTIONS = st.builds(
    ExtractionOptions,
    skip=st.frozensets(st.sampled_from([name for name, _ in STEPS if name not in ("lines", "title")]), max_size=4),
    date_order=st.sampled_from(["none", "dmy", "mdy"]),
    own_patterns=st.just(""),
    recurring=st.frozensets(st.sampled_from(PIECES), max_size=4),
    zones=st.just(()),
)


def sound(draft: Draft) -> None:
    """That the spans of a draft lie in its text, in order and apart."""
    size = len(draft.text)
    before = 0
    for zone in draft.zones():
        assert before <= zone.start < zone.end <= size
        assert zone.kind in ZONE_KINDS
        assert draft.text[zone.start : zone.end] == draft.text[zone.start : zone.end].strip()
        before = zone.end
    assert 0 <= draft.title[0] <= draft.title[1] <= size
    for span in filter(None, (draft.published, draft.updated, draft.mentions)):
        assert 0 <= span.start < span.end <= size
    assert all(0 <= it.start < it.end <= size for it in draft.timestamps)
    assert all(0 < number < len(draft.lines) for number, _ in draft.seams)


@given(TEXTS, OPTIONS)
def test_all_spans_are_valid_after_every_step(text: str, options: ExtractionOptions) -> None:
    drafts = [Draft(text, options)]
    for _, step in STEPS:
        drafts = [step(draft) for draft in drafts]
        for draft in drafts:
            sound(draft)
        drafts = [part for draft in drafts for part in split_at_seams(draft)]
        assert "".join(draft.text for draft in drafts) == text


@pytest.mark.parametrize("name", [name for name, _ in STEPS if name != "split_articles"])
@given(text=TEXTS)
def test_every_step_is_idempotent(name: str, text: str) -> None:
    draft = Draft(text)
    for own, step in STEPS:
        if own != "split_articles":
            draft = step(draft)
            if own == name:
                assert step(draft) == draft


@given(TEXTS, OPTIONS)
def test_the_articles_of_a_file_make_up_its_text(text: str, options: ExtractionOptions) -> None:
    found = extract_articles("a.txt", FileText(text, "utf-8", "", 0), options, "2024-05-06T00:00:00+00:00")
    assert "".join(article.text for article in found) == (text if text.strip() else "")
    for number, article in enumerate(found, 1):
        assert (article.part, article.parts) == (number, len(found))
        assert text[article.offset :].startswith(article.text)
        assert article.heading


@given(TEXTS)
def test_lines_are_stripped_of_the_space_around_them(text: str) -> None:
    expected = [line.strip() for part in text.split("\n") for line in part.split("\r") if line.strip()]
    assert [text[line.start : line.end] for line in split_lines(Draft(text)).lines] == expected


@given(st.lists(TEXTS, max_size=12))
def test_recurring_lines_do_not_depend_on_the_order_of_files(texts: list[str]) -> None:
    assert find_recurring_lines(map(line_digests, texts)) == find_recurring_lines(map(line_digests, reversed(texts)))


NUMBERS = st.from_regex(r"\d?\d", fullmatch=True)
"""Numbers of any script, so that many are no hour, minute or day."""
DATES = st.one_of(
    st.builds("20{}-{}-{}".format, *3 * [st.from_regex(r"[0-9]{2}", fullmatch=True)]),
    st.builds("{}/{}/{}".format, *3 * [NUMBERS]),
    st.builds("{} May 20{}".format, NUMBERS, st.from_regex(r"[0-9]{2}", fullmatch=True)),
)
TIMES = st.builds("{}:{}{}".format, NUMBERS, NUMBERS, st.from_regex(r"(:\d\d)?( ?[ap]m)?", fullmatch=True))
OFFSETS = st.from_regex(r"(Z|IST|( GMT)?[+-]\d\d?(:?\d\d)?)?", fullmatch=True)
MODIFIED = st.just("") | st.datetimes(datetime(1677, 9, 22)).map(lambda it: f"{it.isoformat(timespec='seconds')}+00:00")


@given(st.builds("{}{}{}{}".format, DATES, st.sampled_from("T ,"), TIMES, OFFSETS), MODIFIED)
@example("2024-05-06T29:10", "")
@example("2024-05-06T10:30+05:99", "")
def test_every_kept_date_is_valid(stamp: str, modified: str) -> None:
    text = f"Ferries to cross\nUpdated {stamp}\n{stamp}\n\nThe harbour council met on Monday evening."
    for article in extract_articles(
        "a.txt", FileText(text, "utf-8", "", 0), ExtractionOptions(date_order="dmy"), modified
    ):
        for dated in filter(None, (article.published, article.updated)):
            datetime.fromisoformat(dated.when)


PATHS = st.sampled_from(["a.txt", "2031/a.txt", "news-2030/2031-03-04-a.txt"])


@given(TEXTS, PATHS, OPTIONS, MODIFIED)
@example("Ferries\nTuesday, 4 March\n\nIt sailed.", "2031/a.txt", ExtractionOptions(), "")
@example("Ferries\n\nCALDER, 4 March 2031 (Merrow Press) - It sailed.", "a.txt", ExtractionOptions(), "")
def test_every_date_is_a_day_that_the_text_states(
    text: str, path: str, options: ExtractionOptions, modified: str
) -> None:
    articles = extract_articles(path, FileText(text, "utf-8", "", 0), options, modified)
    for article in articles:
        for dated in filter(None, (article.published, article.updated)):
            if dated.provenance == "file":
                first = articles[0].dated
                assert article.part > 1 and first and first.when[:10] == dated.when and not dated.end
                continue
            day, words = date.fromisoformat(dated.when[:10]), article.text[dated.start : dated.end]
            assert day.day in numbers(words)
            states_year = f"{day.year}" in words or day.year % 100 in numbers(words)
            zone = next(zone for zone in article.zones if zone.overlaps((dated.start, dated.end)))
            if dated.provenance == "inferred":
                assert dated.year_from and zone.kind in ("stamp", "dateline")
                assert f"{day.year}" in f"{text} {path}" and f"{day.year}" not in words
            else:
                assert dated.provenance == zone.kind and states_year and not dated.year_from
        if mention := article.mentions:
            assert article.dated is None
            day = date.fromisoformat(mention.when.replace("-", "2000", 1) if mention.when[0] == "-" else mention.when)
            assert day.day in numbers(article.text[mention.start : mention.end])
            zones = {zone.kind for zone in article.zones if zone.overlaps((mention.start, mention.end))}
            assert zones <= {"stamp", "dateline"}


def numbers(words: str) -> set[int]:
    """The numbers in a text, in digits of any script."""
    return {int(number) for number in re.findall(r"\d+", words)}


@given(TEXTS)
def test_the_same_text_is_always_extracted_the_same_way(text: str) -> None:
    assert run_steps(Draft(text)) == run_steps(Draft(text))


@given(texts=st.lists(TEXTS, max_size=6), options=OPTIONS)
def test_texts_have_the_same_articles_together_and_alone(texts: list[str], options: ExtractionOptions) -> None:
    files = [PlainText(f"{number}.txt", FileText(text, "utf-8", "", 0)) for number, text in enumerate(texts)]
    alone = [extract_articles(each.path, each.source, options) for each in files]
    assert extract_all(files, options) == alone
    assert ["".join(article.text for article in articles) for articles in alone if articles] == [
        text for text in texts if text.strip()
    ]
