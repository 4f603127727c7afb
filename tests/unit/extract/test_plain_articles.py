"""The short way for plain articles finds what all steps find."""

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from search.extract.draft import Draft, ExtractionOptions
from search.extract.pipeline import STEPS
from search.extract.plain_articles import read_plain
from tests.unit.extract.test_properties import OPTIONS, PIECES, TEXTS

NAMES = [name for name, _ in STEPS]
SPLIT = NAMES.index("split_articles") + 1
PROSE = (
    "The council of the bay met on Monday to settle how many of its ferries will cross in winter, and who pays.",
    "On 12 March the council met. The ferries sailed on April 3, 2031 with many people from the islands.",
    "Birds raised beneath wooden roofs grow heavier than those which hatch under plates of corrugated iron. " * 3,
    "(The harbour froze twice in March.) Boats lay idle, and the islands had neither bread nor post - at all.",
)
SHORT = (
    "Winter in the bay",
    "Ferries",
    "Ann Roe",
    "Swallows prefer the wooden barns",
    "Ferries - Quay Gazette",
    "4 March",
)
ARTICLES = st.tuples(
    st.sampled_from(SHORT),
    st.lists(st.sampled_from((*PROSE * 20, *SHORT, *PIECES)), min_size=1, max_size=6),
).map(lambda parts: "\n".join((parts[0], *parts[1])))


def run(draft: Draft, first: int, last: int) -> Draft:
    """A draft after some of the steps."""
    for name, step in STEPS[first:last]:
        draft = draft if name in draft.options.skip else step(draft)
    return draft


@given(st.one_of(ARTICLES, TEXTS), st.one_of(st.just(ExtractionOptions()), OPTIONS))
def test_the_short_way_finds_what_all_steps_find(text: str, options: ExtractionOptions) -> None:
    draft = run(Draft(text, options), 0, SPLIT)
    plain = None if draft.seams else read_plain(draft)
    event(f"plain: {plain is not None}")
    assert plain is None or plain == run(draft, SPLIT, len(STEPS))


def test_a_headline_and_paragraphs_go_the_short_way() -> None:
    draft = run(Draft("\n\n".join(("Winter in the bay", *PROSE[:3]))), 0, SPLIT)
    plain = read_plain(draft)
    assert plain
    assert draft.text[slice(*plain.title)] == "Winter in the bay"
    assert plain.mentions
    assert plain.mentions.when == "--03-12"
    assert plain.language == "en"
    assert plain == run(draft, SPLIT, len(STEPS))


@pytest.mark.parametrize(
    "lines",
    [
        ("Winter in the bay", "Ferries stay in the harbour", *PROSE),
        ("Winter in the bay", "6 May 2024", *PROSE),
        ("Winter in the bay - Quay Gazette", *PROSE),
        ("Winter in the bay", *PROSE, "Winter in the bay"),
        ("Winter in the bay", PROSE[0], "Ann Roe", *PROSE),
        ("Winter in the bay", f"OSLO, 6 May (Reuters) - {PROSE[0]}", *PROSE),
        ("Winter in the bay", *PROSE, f"{PROSE[0]} (AP, dpa)"),
        ("Winter in the bay", "Is there any boat that could cross the bay in such a winter as this one is?", *PROSE),
    ],
)
def test_a_text_that_has_more_goes_the_long_way(lines: tuple[str, ...]) -> None:
    assert read_plain(run(Draft("\n".join(lines)), 0, SPLIT)) is None
