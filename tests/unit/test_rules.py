"""Rules of seedsearch.toml: which files they are for, and what is wrong with them."""

import os
from pathlib import Path
from typing import Any

import pytest

from search.config import Config, load_config
from search.errors import ConfigError
from search.rules import CorpusRules, read_rules


def rules(root: Path, outlets: dict[str, Any]) -> CorpusRules:
    """The rules of a table for the corpus at `root`."""
    return CorpusRules.of(root, (), read_rules("outlets", {str(root): outlets}, root))


def test_the_deepest_rule_is_for_a_file(tmp_path: Path) -> None:
    found = rules(tmp_path, {".": "Whole", "a": "A", "a/b/": "B", "./a/b/c.txt": "C", "ab": "AB"})
    expected = {
        "x.txt": "Whole",
        "a/x.txt": "A",
        "a/b/x.txt": "B",
        "a/b/c/x.txt": "B",
        "a/b/c.txt": "C",
        "abc/x.txt": "Whole",
    }
    assert {path: found.outlet(path) for path in expected} == expected
    assert rules(tmp_path, {"": "Whole"}).outlet("x.txt") == "Whole"
    assert rules(tmp_path, {"a": "A"}).outlet("x.txt") == ""


@pytest.mark.parametrize("name", ["with space", 'quote"d', "[a]", "*.b", "=", "ünï", "a.b", "\U0001f600", "#"])
def test_names_are_taken_as_they_are(tmp_path: Path, name: str) -> None:
    assert rules(tmp_path, {name + "/": "It"}).outlet(f"{name}/x.txt") == "It"
    assert rules(tmp_path, {name: "It"}).outlet("other/x.txt") == ""


def test_a_name_is_the_same_in_either_form_of_unicode(tmp_path: Path) -> None:
    assert rules(tmp_path, {"caf\u00e9": "It"}).outlet("cafe\u0301/x.txt") == "It"
    assert rules(tmp_path, {"cafe\u0301": "It"}).outlet("caf\u00e9/x.txt") == "It"


def test_the_corpus_is_compared_as_a_real_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = tmp_path / "home" / "texts"
    corpus.mkdir(parents=True)
    (tmp_path / "link").symlink_to(corpus)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for spelling in ("home/texts", "./home/texts/", "home/../link", "~/texts", str(corpus), str(tmp_path / "link")):
        found = CorpusRules.of(corpus, read_rules("encodings", {spelling: {"": "cp850"}}, tmp_path), ())
        assert found.encoding("a.txt") == "cp850", spelling
    linked = CorpusRules.of(tmp_path / "link", read_rules("encodings", {"home/texts": {"": "cp850"}}, tmp_path), ())
    assert linked.encoding("a.txt") == "cp850"
    other = CorpusRules.of(tmp_path / "home", read_rules("encodings", {"home/texts": {"": "cp850"}}, tmp_path), ())
    assert other.encoding("texts/a.txt") == ""


WRONG: dict[str, tuple[str, str]] = {
    "no table": ('encodings = "cp850"', "encodings has to be tables"),
    "a value for a corpus": ('[encodings]\n"texts" = "cp850"', "encodings.“texts” is not a table"),
    "a number": ('[outlets."texts"]\n"a" = 5', "outlets.“texts”.“a” has to be text"),
    "a dotted name without quotes": ('[outlets."texts"]\na.txt = "A"', "put names in quotes"),
    "an empty text": ('[outlets."texts"]\n"a" = " "', "has to be text"),
    "an unknown encoding": (
        '[encodings."texts"]\n"a" = "cp9999"',
        "encodings.“texts”.“a”: there is no encoding “cp9999”",
    ),
    "no encoding of text": ('[encodings."texts"]\n"a" = "rot13"', "no encoding “rot13”"),
    "another codec that is none of text": ('[encodings."texts"]\n"a" = "base64"', "no encoding “base64”"),
    "an encoding that cannot replace": ('[encodings."texts"]\n"a" = "punycode"', "no encoding “punycode”"),
    "a name with a NUL": ('[encodings."texts"]\n"a" = "x\\u0000"', "no encoding"),
    "a path above": ('[outlets."texts"]\n"../a" = "A"', "a path within the corpus"),
    "an absolute path": ('[outlets."texts"]\n"/a" = "A"', "a path within the corpus"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "seedsearch.toml").write_text(text)
    with pytest.raises(ConfigError, match=message.replace(".", r"\.")):
        load_config({}, {}, tmp_path)


def test_the_environment_holds_no_rules(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="outlets has to be tables"):
        load_config({}, {"SEEDSEARCH_OUTLETS": "Gazette"}, tmp_path)


def test_rules_come_with_the_other_settings(tmp_path: Path) -> None:
    (tmp_path / "seedsearch.toml").write_text('port = 80\n[outlets."."]\n"a" = "A"\n[outlets."b"]\n"" = "B"\n')
    config = load_config({}, {}, tmp_path)
    assert config.port == 80
    assert [(rule.corpus, rule.path, rule.value) for rule in config.outlets] == [
        (os.path.realpath(tmp_path), "a", "A"),
        (os.path.realpath(tmp_path / "b"), "", "B"),
    ]
    assert Config().outlets == ()
