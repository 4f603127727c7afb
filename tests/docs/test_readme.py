"""README.md is short, and says first what the program is."""

import re

from tests.docs.papers import headings, links, read, without_code

README = read("README.md")
MOST = 900


def test_it_has_at_most_900_words_without_tables_and_code() -> None:
    lines = [line for line in without_code(README).splitlines() if not line.startswith("|")]
    words = re.findall(r"\w[\w'’./-]*", re.sub(r"\]\([^)]*\)", "]", "\n".join(lines)))
    assert len(words) <= MOST


def test_the_first_screen_has_two_commands_and_the_picture_of_a_comparison() -> None:
    screen = README[: README.index("\n## ")]
    assert len(re.findall(r"^    \S", screen, re.MULTILINE)) == 2
    assert "docs/compare.png" in list(links(screen))


def test_it_says_what_is_supported_and_what_is_not_done() -> None:
    assert {"What it does not do", "What you need"} <= set(headings(README))
    assert re.search(r"Linux or macOS\. On Windows use WSL", README)
    assert re.search(r"an environment of its own: the packages are named\s+`search` and `web`", README)
