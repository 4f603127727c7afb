"""Links by which a browser marks a passage."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from web.presenters.text_fragments import passage_fragment, text_fragment

TEXT = (
    "Ferry & boat\n"
    "Pay rises by 6.5%, said R&D-Nord, after a well-known boat-builder had asked for more, and then for still more.\n"
    "One line\nand another"
)


def directive(passed: str) -> str:
    start = TEXT.index(passed)
    return text_fragment(TEXT, (start, start + len(passed)))


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        ("Ferry", ":~:text=Ferry,-%26%20boat"),
        ("boat\n"[:4], ":~:text=Ferry%20%26-,boat"),
        ("Pay rises", ":~:text=Pay%20rises,-by%206.5%25%2C%20said%20R%26D%2DNord%2C%20after%20a"),
        (
            "well-known",
            ":~:text=rises%20by%206.5%25%2C%20said%20R%26D%2DNord%2C%20after%20a-,well%2Dknown,"
            "-boat%2Dbuilder%20had%20asked%20for%20more%2C%20and",
        ),
        ("line\nand", ":~:text=One-,line,and,-another"),
        ("another", ":~:text=and-,another"),
    ],
)
def test_a_passage_is_named_with_its_context(passed: str, expected: str) -> None:
    assert directive(passed) == expected


def test_the_context_is_just_enough_to_be_unique() -> None:
    line = "It was said once more that the ferry sails at the same hour as ever, whatever {} may say.\n"
    text = line.format("one") + line.format("another")
    start = text.rindex("ferry")
    assert text_fragment(text, (start, start + 5)).endswith("%20whatever%20another%20may%20say.")
    assert (
        text_fragment(text[: start + 5], (start, start + 5))
        == ":~:text=It%20was%20said%20once%20more%20that%20the-,ferry"
    )


def test_a_long_passage_is_named_by_its_ends() -> None:
    text = "one " + 60 * "and " + "two"
    assert text_fragment(text, (0, len(text))) == ":~:text=one,two"


@given(st.text(st.characters() | st.sampled_from(" \n-,&%#~:"), min_size=1, max_size=200), st.data())
def test_a_directive_can_be_parsed(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(text[start:end].strip())
    made = text_fragment(text, (start, end))
    assert re.fullmatch(r":~:text=(?:[\w.~%]+-,)?[\w.~%]*(?:,[\w.~%]+)?(?:,-[\w.~%]+)?", made, re.ASCII)
    inner = [part for part in made.removeprefix(":~:text=").split(",") if not part.startswith("-") and part[-1:] != "-"]
    whole = text[start:end].encode("utf-8", "backslashreplace").decode().split()
    assert unquote("".join(inner)).split() in (whole, ["".join(whole[:1] + whole[-1:])])


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("The boats, all of them, stayed in port.", "The%20boats%2C%20all%20of%20them%2C%20stayed%20in%20port."),
        (" ".join(map(str, range(13))), "0%201%202%203%204%205,7%208%209%2010%2011%2012"),
        (
            "A title\n\nThe boats that cross the bay stayed in port.",
            "A%20title,cross%20the%20bay%20stayed%20in%20port.",
        ),
        ("A title\n\nA line", "A%20title,A%20line"),
        ("w" * 1000, "w" * 200),
        ("w" * 1000 + "\n" + "v" * 1000, "w" * 100 + "," + "v" * 100),
    ],
)
def test_a_passage_is_named_by_the_words_at_its_ends(passage: str, expected: str) -> None:
    assert passage_fragment(passage) == f":~:text={expected}"
