"""A quick look at a line never rejects what the full look would find."""

import re
from collections.abc import Callable, Sequence
from itertools import chain
from math import inf

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from search.extract import headline, mentions, timestamps
from search.extract.author_box import has_box
from search.extract.byline_lines import bylines_around, find_bylines, may_have_evidence
from search.extract.bylines import OF_BYLINE, is_job_title, parse_byline
from search.extract.dateline_days import mask_days
from search.extract.dateline_parser import EXPRESSION, has_other_words, may_be_dateline, parse_dateline
from search.extract.draft import Draft, ExtractionOptions, Line
from search.extract.hinted_patterns import hinted
from search.extract.lines import split_lines
from search.extract.mention_words import BeforeMention, WordFinder
from search.extract.outlet_suffix import cut_outlet
from search.extract.pattern_parts import by_first_letter
from search.extract.patterns import (
    BOILERPLATE,
    BYLINE_LABEL,
    CAPTION,
    COMMENTS_HEADING,
    CREDIT,
    DAY,
    DAY_HEAD,
    NOTICE,
    RELATIVE_DAY,
    load_patterns,
)
from search.extract.person_names import leading_persons, may_be_names
from search.extract.pipeline import STEPS
from search.extract.record_separators import title_start
from search.extract.subject_change import Words, occurring, stems, subject_change
from search.extract.timestamps import find_timestamps
from search.kernels.signs import ALL_SIGNS, BAR, MAY_BE_DATELINE, MAY_BE_NAMES

_ABOVE = (
    "harbour ferry quay winter storm anchor captain bridge lantern market window garden river stone tower "
    "sailor pilot cargo crane wharf buoy harbour harbour ferry ferry "
)
_BELOW = (
    "orchard cherry blossom farmer tractor meadow valley autumn harvest basket ladder cellar barrel village dusk "
    "apple honey plough wagon stable "
)


def line_of(text: str) -> Line:
    """A line that is not blank."""
    return split_lines(Draft(text)).lines[0]


def test_every_label_of_a_byline_passes_the_look_at_its_first_letters():
    patterns = load_patterns()
    labels = [f"{label}: Ann Roe" for label in patterns.byline_labels]
    lines = [line for label in labels for line in (label, label.upper(), label.title())]
    assert len(lines) > 300
    assert [line for line in lines if bool(patterns.byline_label(line)) != bool(patterns.bylines.match(line))] == []


@pytest.mark.parametrize(
    "names",
    [
        "Ann Roe",
        "Ann de la Cruz",
        "Vincent van Houten, Staff Writer",
        "D’Arcy O’Neil and Bea Lund",
        "J.P. Lund | Editor",
        "Анна Берг",
        "王小明",
        "أحمد علي",
        "Prof. Anna Berg und Ada von Lund",
        "Anna Berg, Korrespondentin aus der Bucht",
    ],
)
def test_names_of_persons_pass_the_look_at_the_words_of_a_line(names):
    assert leading_persons(names, load_patterns())[0]
    assert may_be_names(line_of(names), load_patterns())


@pytest.mark.parametrize(
    "line",
    [
        "Ferries to cross the bay",
        "the ferry sank",
        "12 ferries sank",
        '"We sank", she said',
        "Net 247 vs 27",
        "Trees.",
        "The Bay",
    ],
)
def test_other_lines_are_left_after_two_words(line):
    assert not leading_persons(line, load_patterns())[0]
    assert not may_be_names(line_of(line), load_patterns())


def test_prose_that_begins_with_a_name_is_left():
    assert not may_be_names(line_of("Ada Lund rows across the bay"), load_patterns())


@pytest.mark.parametrize(
    "line",
    [
        "OSLO, May 6 (Reuters) - Ferries run again.",
        "(Reuters) - Ferries run again.",
        "/PRNewswire/ -- Ferries run again.",
        "4 March (Reuters) - Ferries run again.",
    ],
)
def test_datelines_pass_the_look_at_their_first_sign(line):
    assert may_be_dateline(line, 0, len(line))
    assert parse_dateline(line, 0, len(line), "")


@pytest.mark.parametrize("line", ["“Oslo — that is home,” she said.", "— Oslo (Norway) is home."])
def test_a_quotation_or_an_answer_begins_with_no_dateline(line):
    assert not may_be_dateline(line, 0, len(line))


@given(
    words=st.lists(
        st.sampled_from(
            [
                "OSLO",
                "Rio",
                "de",
                "Janeiro",
                "the",
                "le",
                "4",
                "March",
                "mars",
                "sunday",
                "Sunday",
                "(Reuters)",
                "Ada",
                "/AFP/",
            ]
        ),
        max_size=6,
    ),
    mark=st.sampled_from([" - ", " — ", ": ", ", ", " ", "–", "-"]),
    place=st.integers(0, 6),
)
def test_a_dateline_has_no_other_words_before_its_first_mark(words: list[str], mark: str, place: int) -> None:
    line = f"{' '.join(words[:place])}{mark}{' '.join(words[place:])} Ferries - run."
    if EXPRESSION.match(mask_days(line, "")):
        assert not has_other_words(line, 0, len(line), PATTERNS)


@given(
    parts=st.lists(
        st.sampled_from(
            [
                "Ann",
                "Roe",
                "Lund",
                "Dr.",
                "RoeEditor",
                "Editor",
                "Staff Writer",
                "de",
                "J.",
                "Ann Roe",
                " ",
                "|",
                ", ",
                "-",
                "/",
                "ß",
            ]
        ),
        min_size=1,
        max_size=6,
    ),
    below=st.sampled_from(
        ["", "\nEditor", "\n4 March 2031", "\nAnn Roe is an editor.", "\nAbout Ann Roe", "\nDr. Ann Roe is a writer."]
    ),
)
def test_each_line_of_names_that_has_evidence_may_have_it(parts: list[str], below: str) -> None:
    draft = find_timestamps(split_lines(Draft(f"Head\n{''.join(parts).strip() or 'Ann'}{below}")))
    text = draft.lines[1].text
    names, end = leading_persons(text, PATTERNS)
    is_stamp = len(draft.lines) > 2 and draft.line_kind(2) == "stamp"
    is_job_below = len(draft.lines) > 2 and is_job_title(draft.lines[2].text, PATTERNS)
    is_job = is_job_title(text[end:].strip(" |·-–—").lstrip(", "), PATTERNS)
    if names and (is_stamp or is_job or is_job_below or has_box(draft.text, names[0], draft.lines[1].end)):
        assert may_have_evidence(draft, 1, PATTERNS)


@given(parts=st.lists(st.sampled_from(["ab", "AB", "c", "abc", " "]), max_size=5))
def test_hinted_expressions_match_where_their_hint_stands(parts: list[str]) -> None:
    text = "".join(parts)
    expected = [hint in text and re.search(each, text, re.IGNORECASE) for hint, each in HINTED.items()]
    assert hinted(HINTED).match(text) == any(expected)


@given(
    lines=st.lists(st.lists(st.sampled_from(["ferry", "quay", "anchor", "ab"]), max_size=4).map(" ".join), max_size=6),
    bounds=st.tuples(st.integers(0, 6), st.integers(0, 6)),
    beginning=st.integers(0, 6),
    ending=st.integers(0, 5),
)
def test_the_first_and_last_words_of_lines_are_those_of_all_their_words(
    lines: list[str], bounds: tuple[int, int], beginning: int, ending: int
) -> None:
    text = "\n".join(lines)
    split = split_lines(Draft(text)).lines
    first, end = (min(bound, len(split)) for bound in sorted(bounds))
    all_words = [word for line in split[first:end] for word in stems(line.text)]
    middle = min(beginning, len(all_words))
    expected = all_words[:middle] + all_words[max(middle, len(all_words) - ending) :]
    words = Words(text, split)
    assert words.between(first, end, beginning, ending) == expected
    assert words.between(first, end, beginning) == all_words[:beginning]


@pytest.mark.parametrize("margin", [-0.1, 0.1])
def test_words_count_in_full_wherever_they_can_decide(margin):
    above, behind = stems(_ABOVE), set(stems(_BELOW + "harbour ferry quay"))
    in_full = subject_change(["harbo"], above, behind, 6.0, -inf)
    least = in_full + margin
    evidence = subject_change(["harbo"], above, behind, 6.0, least)
    assert evidence < least if margin > 0 else evidence == in_full


@pytest.mark.parametrize(
    "text",
    [
        "Ferries sail. The ferry’s pier",
        "unferried, aferry_ferri",
        "Piers5 ferr FERR",
        "Fähren und Brücken über dem Strom",
    ],
)
def test_a_look_for_some_stems_finds_those_that_are_taken_from_all_words(text):
    wanted = {"ferri", "ferry", "ferr", "piers", "pier", "fähre", "über", "strom", "stro"}
    assert occurring(wanted, text) == wanted.intersection(stems(text))


LOOKS: dict[str, tuple[Callable[[str], object], int]] = {
    "boilerplate": (load_patterns().is_boilerplate, BOILERPLATE | BAR),
    "byline": (lambda line: parse_byline(line, load_patterns()), OF_BYLINE),
    "label of a byline": (load_patterns().byline_label, BYLINE_LABEL),
    "heading of comments": (load_patterns().is_comments_heading, COMMENTS_HEADING),
}
PATTERNS = load_patterns()
HINTED = {"ab": "^ab|c", "c": "bc$"}
KNOWN = sorted({*PATTERNS.lines, *chain(*PATTERNS.starts.values()), *PATTERNS.byline_labels, *PATTERNS.comments})
KNOWN += [*PATTERNS.comments_starts, "[Oslo Wire] 김민수 기자"]
CASES: tuple[Callable[[str], str], ...] = (str, str.upper, str.title, str.swapcase)
BEFORE = ("", "3 ", "(12) ", "• ", "»", "[", "Oslo | ", "记者")
AROUND = (("", ""), ("", ": Ann Roe"), ("3 ", ""), ("Oslo | ", " | Share"), ("", " …"))
BEHIND = ("", ":", " …", " Ann Roe", ": Ann Roe", "AnnRoe", " 2031", " | Share", "王小明")


@pytest.mark.parametrize("kind", LOOKS)
def test_each_line_that_is_something_has_one_of_the_signs_that_are_asked_for_first(kind: str) -> None:
    is_it, asked = LOOKS[kind]
    lines = {(before + case(known) + behind).strip() for known in KNOWN for case in CASES for before, behind in AROUND}
    found = [line for line in lines if is_it(line)]
    assert len(found) > 300
    assert [line for line in found if not line_of(line).signs & asked] == []


@given(line=st.tuples(*map(st.sampled_from, (BEFORE, KNOWN, BEHIND)), st.text(max_size=3)).map("".join))
def test_any_line_that_is_something_has_one_of_these_signs(line: str) -> None:
    text = line.strip()
    assert [kind for kind, (is_it, asked) in LOOKS.items() if is_it(text) and not line_of(line).signs & asked] == []


@pytest.mark.parametrize("kind", LOOKS)
def test_a_line_of_prose_has_none_of_the_signs_that_are_asked_for_first(kind: str) -> None:
    assert not line_of("Goats graze where the old pier once stood").signs & LOOKS[kind][1]


def test_each_line_with_a_hint_has_the_sign_of_what_it_hints_at() -> None:
    parts = PATTERNS.line_words.parts
    assert [part for part, bits in parts.items() if line_of(f"a {part} b").signs & bits != bits] == []
    assert not line_of("Goats graze where the old pier once stood").signs & (CAPTION | CREDIT | RELATIVE_DAY | NOTICE)


@given(
    text=st.lists(
        st.sampled_from(
            ["until", "Monday", "bis zum", "the", "salı", "SALI", "Ann's", "montag", "sat", ",", " ", "  ", "x"]
        )
    ).map("".join),
    end=st.sampled_from(["", " ", ", "]),
)
@example(text="the SALI", end=" ")
def test_a_day_of_the_week_before_a_day_is_looked_up_as_an_expression_would(text: str, end: str) -> None:
    words, weekdays = ["until", "bis zum", "the", "\\w+['’]s"], ["monday", "montag", "salı", "sat"]
    plain = rf"(?<!\w)(?:{'|'.join(words)})(?: (?:monday|montag|salı),?)? $"
    expected = re.search(plain, text + end, re.IGNORECASE) is not None
    assert BeforeMention(words, weekdays).ends(text + end, 0, len(text + end)) == expected


def test_expressions_with_the_same_first_letter_are_tried_together() -> None:
    assert by_first_letter(["will", "won't", "tickets?"]) == "w(?:ill|on't)|t(?:ickets?)"
    assert by_first_letter([r"\w+rão", r"\w+(?:rà|ranno)"]) == r"\w+(?:rão|(?:rà|ranno))"
    for apart in ("a?b", "a+", "a|b", "(?:is|are) to", r"a\1", r"\w{3,}x", "(", "a(b|(c|d)"):
        assert by_first_letter([apart]) == apart


@given(
    text=st.text(st.sampled_from("ab |[](x"), max_size=8),
    expressions=st.lists(
        st.sampled_from(["a", "ab", "b?a", "a(?:b|x)", "ab|x", r"\w+x", r"\w+[ab]", "[ab]x", r"x\("]), min_size=1
    ),
)
def test_they_match_what_one_of_them_matches(text: str, expressions: list[str]) -> None:
    plain, grouped = (f"(?:{either})(?!x)" for either in ("|".join(expressions), by_first_letter(expressions)))
    assert (re.search(plain, text) is None) == (re.search(grouped, text) is None)


CAPTIONS_IN_BODY = (
    *(
        "Photo by Ann Roe",
        "provided to us",
        "Pictured on 4 March",
        "FILE - Oslo",
        "file: Oslo",
        "Getty Images",
        "Foto: Roe",
    ),
    *(
        "Ein Fotograf",
        "Ann Roe / For AP",
        "Ann Roe/AP",
        "Imagen de archivo",
        "Фото: Roe",
        "HTTPS://quay.example",
        "http:",
        "@roe",
    ),
)


def test_each_caption_in_a_body_has_one_of_the_hints_that_are_asked_for_first() -> None:
    hints = PATTERNS.hints_of_captions_in_body
    assert all(PATTERNS.captions_in_body.search(text) for text in CAPTIONS_IN_BODY)
    assert [text for text in CAPTIONS_IN_BODY if not any(hint in text.lower() for hint in hints)] == []
    expressions = PATTERNS.captions_in_body.pattern[1:-1].split(")|(")
    unused = [it for it in expressions if not any(re.search(it[2:], text, re.IGNORECASE) for text in CAPTIONS_IN_BODY)]
    assert unused == []


@given(text=st.text(st.sampled_from("aé \n\t\x1c\u2028\xa0."), max_size=12))
def test_a_paragraph_on_one_line_has_one_blank_for_each_run_of_white_space(text: str) -> None:
    assert mentions._on_one_line(text) == (
        text if text.isprintable() and "  " not in text else re.sub(r"\s+", " ", text)
    )


OTHERS = [
    "will",
    "to be",
    r"schedul\w+",
    r"\w+rán?",
    r"\w{3,}(?:dra|iront)",
    r"\w*(?:始まる|일이다)",
    r"\w*(?:定于|予定)\w*",
]
PIECES = "will to be scheduled rán será xrá dra tiendra abc iront 始まる a始まる 定于 x定于y é _ 2 . İ".split()  # noqa: SIM905


@given(text=st.lists(st.sampled_from([*PIECES, " ", "a"]), max_size=8).map("".join).map("".join))
@example(text="tiendra")
@example(text="dra xdra")
@example(text="a定于b")
def test_words_are_found_by_their_endings_as_an_expression_would(text: str) -> None:
    plain = re.compile(rf"(?<!\w)(?:{'|'.join(OTHERS)})(?!\w)")
    assert WordFinder(OTHERS).is_in(text) == (plain.search(text) is not None)
    assert WordFinder([r"\w+é?"]).is_in("ab")


_OF_DAYS = (
    "may",
    "MAY",
    "März",
    "ago",
    "Updated",
    "USA",
    "5",
    "19",
    "2031",
    "thg",
    "-",
    ".",
    "/",
    " ",
    ", ",
    "é",
    "a",
    "B",
)


@given(st.lists(st.sampled_from(_OF_DAYS), max_size=50).map("".join))
def test_the_sign_of_a_day_rejects_no_line_that_may_name_one(text):
    hints = load_patterns().day_hints
    for line in split_lines(Draft(text)).lines:
        part = line.text or text[line.start : line.start + DAY_HEAD]
        if timestamps._may_name_day(part, hints) and any(map(str.isdecimal, part)):
            assert line.signs & DAY


_TITLES = ("Winter in the bay", "Ferries", "Title: Winter", "Ferries - Quay Gazette", "• Boats", "Ann Roe", "Reuters")
_PARAGRAPHS = (
    "The council of the bay met on Monday to settle how many of its ferries will cross in winter, and who pays.",
    "Is there any boat that could cross the bay in such a winter as this one, which nobody had foreseen?",
    "Birds raised beneath wooden roofs grow heavier than those which hatch under plates of corrugated iron. " * 3,
)
_ARTICLES = st.lists(st.sampled_from((*_TITLES, "Winter in the bay ", *_PARAGRAPHS * 9)), min_size=1, max_size=6)


@given(st.sampled_from(_TITLES) | st.text(min_size=1, max_size=90), _ARTICLES)
@example("Title: Winter", [_PARAGRAPHS[0]])
@example("Winter in the bay", [_PARAGRAPHS[0], "Winter in the bay"])
@example("Winter in the bay", [_PARAGRAPHS[1], _PARAGRAPHS[0]])
def test_a_plain_text_has_its_first_line_as_headline_whatever_the_evidence(title, lines):
    draft = split_lines(Draft("\n".join((title, *lines))))
    plain = headline.is_plain(draft.lines)
    event(f"plain: {plain}")
    if plain:
        text = draft.lines[0].text
        assert headline._headline(draft, load_patterns()) == 0
        assert cut_outlet(draft, 0) == (len(text), "")
        assert headline._repeats(draft, 0, len(text)) == {0: draft.lines[0]}
        assert title_start(text) == 0


@given(
    st.lists(
        st.sampled_from((*_TITLES, *_PARAGRAPHS, "By", "By Ann Roe", "Ann Roe, Editor", "6 May 2031")), max_size=12
    )
)
def test_a_text_without_a_line_that_may_name_authors_has_no_byline(lines):
    draft = split_lines(Draft("\n".join(lines)))
    for body in range(len(draft.lines)):
        assert find_bylines(draft, body) == bylines_around(draft, body, load_patterns())


_WORDS_OF_LINES = (
    "Ann",
    "Roe",
    "de",
    "and",
    "Oslo",
    "6",
    "May",
    "(Reuters)",
    "-",
    "–",
    ":",
    "/",
    ",",
    "é",
    "of",
    "Editor",
)


@given(st.lists(st.sampled_from(_WORDS_OF_LINES), min_size=1, max_size=9).map(" ".join) | st.text(min_size=1))
@example("OSLO, May 6 (Reuters) - A ferry")
@example("Ann de Roe, Editor")
def test_a_line_of_names_and_one_with_a_dateline_have_the_sign_of_that(text: str) -> None:
    for line in split_lines(Draft(text)).lines:
        if line.text and may_be_names(line, PATTERNS):
            assert line.signs & MAY_BE_NAMES
        if parse_dateline(text, line.start, line.end, ""):
            assert line.signs & MAY_BE_DATELINE


_LINES_OF_STEPS = (
    *(
        *_TITLES,
        *_PARAGRAPHS,
        "By",
        "By Ann Roe",
        "Ann Roe, Editor",
        "6 May 2031",
        "an hour ago",
        "Share",
        "Quay | Share",
    ),
    *(
        "OSLO, May 6 (Reuters) - The ferry sank. " + _PARAGRAPHS[0],
        "© 2031 Quay Gazette",
        "Source: Merrow Press",
        "记者王小明",
    ),
    *(
        "6 May 2031 " + "The ferry sank off the quay. " * 9,
        "Ferries are late",
        "OSLO, 6 May: Ann Roe",
        "(c) 2031 Quay Times",
    ),
)
_RECURRING = frozenset(("Ferries are late", _PARAGRAPHS[0]))


@pytest.mark.parametrize("name", [name for name, _ in STEPS if name != "lines"])
@given(lines=st.lists(st.sampled_from(_LINES_OF_STEPS), max_size=12))
def test_a_step_finds_nothing_that_the_signs_of_a_text_do_not_admit(name: str, lines: Sequence[str]) -> None:
    draft = split_lines(Draft("\n".join(lines), ExtractionOptions(recurring=_RECURRING)))
    for before, step in STEPS[1:]:
        if before == name:
            every_sign = draft._replace(short_signs=ALL_SIGNS, body_signs=ALL_SIGNS, other_signs=ALL_SIGNS)
            assert step(draft) == step(every_sign)._replace(
                short_signs=draft.short_signs, body_signs=draft.body_signs, other_signs=draft.other_signs
            )
            return
        draft = step(draft)
