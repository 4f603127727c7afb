"""Rules of seedsearch.toml: which encoding or outlet the files of a folder have."""

import codecs
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from search.errors import ConfigError

_FORM = '[{key}."PATH OF THE CORPUS"] with lines such as "FOLDER" = "{example}"'
_EXAMPLES = {"encodings": "windows-1252", "outlets": "Calder Gazette"}


class Rule(NamedTuple):
    """The files at `path` in the corpus at the real path `corpus` have a `value`. The path "" is the whole corpus."""

    corpus: str
    path: str
    value: str


@dataclass(frozen=True)
class CorpusRules:
    """The rules for one corpus: encodings and outlets by the paths of files and folders."""

    encodings: Mapping[str, str] = field(default_factory=dict)
    outlets: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path, encodings: tuple[Rule, ...], outlets: tuple[Rule, ...]) -> "CorpusRules":
        """Those of some rules that are for the corpus at `root`."""
        corpus = os.path.realpath(root)
        return cls(
            *({rule.path: rule.value for rule in rules if rule.corpus == corpus} for rules in (encodings, outlets))
        )

    def __bool__(self) -> bool:
        return bool(self.encodings or self.outlets)

    def encoding(self, path: str) -> str:
        """The encoding that a rule gives the file at `path`, or ""."""
        return _deepest(self.encodings, path)

    def outlet(self, path: str) -> str:
        """The outlet that a rule gives the file at `path`, or ""."""
        return _deepest(self.outlets, path)


def _deepest(rules: Mapping[str, str], path: str) -> str:
    """The value of the rule for a file, or else for the innermost folder that it lies in; "" if there is none."""
    if not rules:
        return ""
    path = unicodedata.normalize("NFC", path)
    while path not in rules:
        if not path:
            return ""
        path = path.rpartition("/")[0]
    return rules[path]


def read_rules(key: str, tables: Any, folder: Path) -> tuple[Rule, ...]:
    """The rules of the setting `key`. Relative paths of a corpus count from `folder`. Raises ConfigError."""
    form = _FORM.format(key=key, example=_EXAMPLES[key])
    if not isinstance(tables, Mapping):
        raise ConfigError(f"{key} has to be tables of seedsearch.toml: {form}.")
    rules = []
    for corpus, table in tables.items():
        if not isinstance(table, Mapping):
            raise ConfigError(f"{key}.“{corpus}” is not a table. Write {form}.")
        real = os.path.realpath(folder / Path(corpus).expanduser())
        for path, value in table.items():
            place = f"{key}.“{corpus}”.“{path}”"
            if not isinstance(value, str) or not value.strip():
                raise ConfigError(f"{place} has to be text, not {value!r}. Write {form}; put names in quotes.")
            if key == "encodings":
                _check_encoding(place, value)
            rules.append(Rule(real, _path_in_corpus(place, path), value.strip()))
    return tuple(rules)


def _check_encoding(place: str, name: str) -> None:
    try:
        codecs.getincrementaldecoder(name)("replace").decode(bytes(range(256)), True)
        b"a".decode(name)
    except (LookupError, ValueError, TypeError, AttributeError, AssertionError):  # base64 asserts
        raise ConfigError(f"{place}: there is no encoding “{name}”. Known are utf-8, windows-1252, cp850, …") from None


def _path_in_corpus(place: str, path: str) -> str:
    """A path as in `FolderListing`, but without a slash at its end. Raises ConfigError if it leaves the corpus."""
    parts = PurePosixPath(unicodedata.normalize("NFC", path)).parts
    if path.startswith("/") or ".." in parts:
        raise ConfigError(f"{place} has to be a path within the corpus.")
    return "/".join(parts)
