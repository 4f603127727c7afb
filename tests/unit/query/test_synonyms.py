"""The file of synonyms: what each form of a line means, and which lines are refused."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.errors import ConfigError
from search.query.synonyms import MOST_BYTES, MOST_ENTRIES, MOST_RULES, MOST_WORDS, Synonyms, read_synonyms
from tests.support.places import ROOT


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("synonyms") / "synonyms.txt"


def read(path: Path, content: str | bytes, language: str = "none") -> Synonyms:
    """The synonyms of a file with some content."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_synonyms(str(path)).in_languages((language,))


def entries(path: Path, content: str, typed: str, language: str = "none") -> list[str]:
    """What some typed words stand for."""
    return [" ".join(entry) for entry in read(path, content, language).of(tuple(typed.split()))]


@pytest.mark.parametrize("typed", ["un", "onu", "united nations"])
def test_each_entry_of_a_line_stands_for_all_of_them(path: Path, typed: str) -> None:
    assert entries(path, "UN, United Nations, ONU\n", typed) == ["un", "united nations", "onu"]


def test_an_arrow_replaces_the_left_side_by_the_right_one(path: Path) -> None:
    content = "Burma, Birma => Myanmar, Republic of the Union of Myanmar"
    assert entries(path, content, "burma") == ["myanmar", "republic of the union of myanmar"]
    assert entries(path, content, "birma") == entries(path, content, "burma")
    assert entries(path, content, "myanmar") == []


def test_other_words_stand_for_nothing(path: Path) -> None:
    content = "UN, United Nations"
    assert [entries(path, content, typed) for typed in ("united", "nations", "nations united", "x")] == [[]] * 4


def test_entries_are_read_as_texts_are(path: Path) -> None:
    assert entries(path, "U.S., United States\nKraków, Cracow\nRolls-Royce, RR", "us") == ["us", "united states"]
    assert entries(path, "Kraków, Cracow", "cracow") == ["krakow", "cracow"]
    assert entries(path, "Rolls-Royce, RR", "rr") == ["rolls royce", "rr"]
    assert entries(path, "联合国, UN", "un") == ["联 合 国", "un"]


def test_groups_with_a_common_entry_are_joined_for_this_entry(path: Path) -> None:
    content = "ferry, boat\nferry, ship\nferry => hydrofoil"
    assert entries(path, content, "ferry") == ["ferry", "boat", "ship", "hydrofoil"]
    assert entries(path, content, "boat") == ["ferry", "boat"]


def test_a_single_word_is_found_in_all_its_forms_and_several_only_as_written(path: Path) -> None:
    content = "ferry, boat\npress conference, briefing"
    assert entries(path, content, "ferries", "english") == ["ferry", "boat"]
    assert entries(path, content, "press conferences", "english") == []
    assert entries(path, content, "ferries", "none") == []


def test_comments_blank_lines_blank_entries_and_a_byte_order_mark_are_left_out(path: Path) -> None:
    content = "\ufeffun, united nations,\r\n# who, nobody\r\n   \r\na,,b"
    assert entries(path, content, "un") == ["un", "united nations"]
    assert entries(path, content, "who") == []
    assert entries(path, content, "a") == ["a", "b"]


def test_a_backslash_takes_away_the_meaning_of_a_sign(path: Path) -> None:
    assert entries(path, r"1\,000, thousand", "thousand") == ["1000", "thousand"]
    assert entries(path, r"a \=> b, c", "c") == ["a b", "c"]
    assert entries(path, "a\\\\, b\\", "b") == ["a", "b"]  # the sign itself, and one at the end of a line


def test_the_example_is_read_and_its_lines_mean_what_it_says() -> None:
    synonyms = read_synonyms(str(ROOT / "docs" / "synonyms.txt"))
    assert synonyms.of(("united", "nations")) == (("un",), ("united", "nations"), ("onu",))
    assert synonyms.of(("birma",)) == (("myanmar",), ("burma",))
    assert ("10000", "lakes") in synonyms.of(("land", "of", "lakes"))


def test_no_path_means_no_synonyms() -> None:
    assert read_synonyms("").of(("un",)) == ()
    assert read_synonyms("").longest == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a, b\nun; united nations", "line 2: “un; united nations” stands alone. Type a comma"),
        ("a => b => c", "line 1: “=>” stands twice"),
        ("a =>", "line 1: An entry is missing"),
        ("=> b", "line 1: An entry is missing"),
        ("\n,", "line 2: An entry is missing"),
        ("a, ++", "line 1: “\\+\\+” has no word and no number. Leave it out"),
        ("a, " + "b " * (MOST_WORDS + 1), f"more than {MOST_WORDS} words. Shorten it"),
        (", ".join(f"a{n}" for n in range(MOST_ENTRIES + 1)), f"“a0” stands for more than {MOST_ENTRIES} entries"),
        ("a, b\n" * (MOST_ENTRIES // 2 + 1), f"line {MOST_ENTRIES // 2 + 1}: “a” stands for more"),
        ("".join(f"a{n}, b{n}\n" for n in range(MOST_RULES + 1)), f"line 10,001: .*{MOST_RULES:,} rules at most"),
        ("#" * (MOST_BYTES + 1), f"more than {MOST_BYTES:,} bytes"),
        (b"a, b\nc, d\xff", "line 2: It is not UTF-8"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number_and_the_remedy(path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(ConfigError, match=rf"synonyms\.txt.*{message}"):
        read(path, content)


def test_a_file_within_all_limits_is_read(path: Path) -> None:
    longest = " ".join("abcdefghij"[:MOST_WORDS])
    rule = ", ".join([longest, *(f"b{n}" for n in range(MOST_ENTRIES - 1))])
    rules = [rule, *(f"c{n}, d{n}" for n in range(MOST_RULES - 1))]
    synonyms = read(path, "\n".join(rules).ljust(MOST_BYTES, "\n"))
    assert len(synonyms.of(tuple(longest.split()))) == MOST_ENTRIES
    assert synonyms.longest == MOST_WORDS


@pytest.mark.parametrize("name", ["missing.txt", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="which the setting synonyms names, cannot be read"):
        read_synonyms(str(tmp_path / name))


PIECES = st.lists(st.sampled_from(("ferry", "un", " ", ",", "=>", "\\", "\n", "\r", "#", "é", "联", "=", ">", "'")))


@given(st.text() | PIECES.map("".join))
@example("a" * 100_000 + "\\" * 99_999 + ",=>")
def test_any_text_is_read_or_refused(path: Path, content: str) -> None:
    try:
        synonyms = read(path, content.encode("utf-8", "surrogatepass"), "english")
    except ConfigError as error:
        assert str(path) in str(error)
    else:
        assert synonyms.of(("ferry",)) == () or synonyms.longest > 0
