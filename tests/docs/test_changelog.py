"""CHANGELOG.md is one list, whatever was merged into it."""

from collections import Counter

from tests.docs.papers import headings, read


def test_no_line_stands_in_it_twice() -> None:
    lines = Counter(line for line in read("CHANGELOG.md").splitlines() if line.strip())
    assert [line for line, count in lines.items() if count > 1] == []


def test_it_has_one_title() -> None:
    assert headings(read("CHANGELOG.md")).count("Changelog") == 1
