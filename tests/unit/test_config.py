"""Settings: where each comes from, and what is refused."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from search.config import Config, load_config
from search.errors import ConfigError


def loaded(
    tmp_path: Path, flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None, file: str = ""
) -> Config:
    """The settings from a file, an environment and flags."""
    if file:
        (tmp_path / "seedsearch.toml").write_text(file, encoding="utf-8")
    return load_config(flags or {}, environment or {}, tmp_path)


def test_defaults_apply_without_settings(tmp_path: Path) -> None:
    config = loaded(tmp_path)
    assert config == Config()
    assert (config.language, config.host, config.port, config.page_size) == ("auto", "127.0.0.1", 8765, 10)


def test_flags_override_the_environment_the_file_and_the_defaults(tmp_path: Path) -> None:
    file = "port = 1\npage_size = 2\nlargest_file = 3\n"
    environment = {"SEEDSEARCH_PORT": "11", "SEEDSEARCH_PAGE_SIZE": "12"}
    config = loaded(tmp_path, {"port": 21}, environment, file)
    assert (config.port, config.page_size, config.largest_file, config.host) == (21, 12, 3, "127.0.0.1")


def test_a_missing_flag_overrides_nothing(tmp_path: Path) -> None:
    assert loaded(tmp_path, {"port": None, "host": None}, {"SEEDSEARCH_PORT": "11"}).port == 11


def test_other_environment_variables_are_ignored(tmp_path: Path) -> None:
    assert loaded(tmp_path, environment={"PORT": "1", "seedsearch_port": "2", "PATH": "/bin"}) == Config()


def test_the_settings_file_is_found_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seedsearch.toml").write_text('language = "german"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEEDSEARCH_HOST", "::1")
    assert load_config({}) == Config(language="german", host="::1")


@pytest.mark.parametrize(
    "source", [{"flags": {"colour": 1}}, {"environment": {"SEEDSEARCH_COLOUR": "1"}}, {"file": "colour = 1"}]
)
def test_an_unknown_key_is_refused_and_the_known_ones_are_named(tmp_path: Path, source: dict[str, Any]) -> None:
    with pytest.raises(
        ConfigError,
        match=r"no setting “colour”.*largest_document, host, port, page_size, partial, workers, kernels, watch",
    ):
        loaded(tmp_path, **source)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ({"file": 'port = "8080x"'}, "port has to be a whole number, not “8080x”"),
        ({"file": "port = 80.5"}, "port has to be a whole number"),
        ({"file": "port = true"}, "port has to be a whole number"),
        ({"file": "port = [1]"}, "port has to be a whole number"),
        ({"file": "host = 1"}, "host has to be text"),
        ({"environment": {"SEEDSEARCH_PORT": ""}}, "port has to be a whole number"),
        ({"environment": {"SEEDSEARCH_PAGE_SIZE": "ten"}}, "page_size has to be a whole number"),
        ({"flags": {"host": 1}}, "host has to be text"),
        ({"file": "watch = 1"}, "watch has to be true or false, not 1"),
        ({"environment": {"SEEDSEARCH_WATCH": "sometimes"}}, "watch has to be true or false, not “sometimes”"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(tmp_path: Path, source: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        loaded(tmp_path, **source)


def test_watching_can_be_switched_off_in_each_place(tmp_path: Path) -> None:
    assert loaded(tmp_path).watch
    assert not loaded(tmp_path, {"watch": False}).watch
    for text, value in {"0": False, "FALSE": False, "off": False, "1": True, "true": True, "On": True}.items():
        assert loaded(tmp_path, environment={"SEEDSEARCH_WATCH": text}).watch is value
    assert not loaded(tmp_path, file="watch = false").watch


def test_names_are_a_list_or_a_text_with_commas(tmp_path: Path) -> None:
    assert loaded(tmp_path).allow_hosts == ()
    assert loaded(tmp_path, environment={"SEEDSEARCH_ALLOW_HOSTS": ""}).allow_hosts == ()
    assert loaded(tmp_path, environment={"SEEDSEARCH_ALLOW_HOSTS": "a.example, b.example:90"}).allow_hosts == (
        "a.example",
        "b.example:90",
    )
    assert loaded(tmp_path, file='allow_hosts = ["a.example"]').allow_hosts == ("a.example",)
    assert loaded(tmp_path, {"allow_hosts": ("c.example",)}, file='allow_hosts = ["a"]').allow_hosts == ("c.example",)


@pytest.mark.parametrize(
    ("key", "lowest", "highest"),
    [("port", 0, 65_535), ("page_size", 1, 100), ("largest_file", 1, 33_554_432), ("workers", 0, 256)],
)
def test_numbers_have_bounds(tmp_path: Path, key: str, lowest: int, highest: int) -> None:
    for value in (lowest, highest):
        assert getattr(loaded(tmp_path, {key: value}), key) == value
    for value in (lowest - 1, highest + 1):
        with pytest.raises(ConfigError, match=f"{key} has to be between {lowest}"):
            loaded(tmp_path, environment={f"SEEDSEARCH_{key.upper()}": str(value)})


def test_a_caller_that_sets_an_invalid_value_is_refused() -> None:
    assert Config(largest_file=32_000_000).largest_file == 32_000_000
    with pytest.raises(ConfigError, match="largest_file has to be between 1 and 33,554,432, not 64,000,000"):
        Config(largest_file=64_000_000)


def test_a_language_without_word_forms_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no word forms for “klingon”.*none, .*english"):
        loaded(tmp_path, {"language": "klingon"})
    assert loaded(tmp_path, {"language": "none"}).language == "none"


@pytest.mark.parametrize("content", [b"port = ", b"= 1", b"port = 1\nport = 2", b"\xff\xfe"])
def test_an_unreadable_settings_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "seedsearch.toml").write_bytes(content)
    with pytest.raises(ConfigError, match=r"seedsearch\.toml cannot be read"):
        loaded(tmp_path)


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "seedsearch.toml").mkdir()
    with pytest.raises(ConfigError, match="Is a directory"):
        loaded(tmp_path)
