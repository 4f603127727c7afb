"""The settings. Each comes from the first place that names it: flag, environment, seedsearch.toml, default."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from search.cluster_settings import check_cluster_settings, read_hosts
from search.credentials import SECRETS
from search.errors import ConfigError
from search.kernels import KINDS

if TYPE_CHECKING:
    from search.rules import Rule

CONFIG_FILE = "seedsearch.toml"
ENVIRONMENT_PREFIX = "SEEDSEARCH_"
_NO_SETTINGS = (*SECRETS, "SEEDSEARCH_FOLDER", "SEEDSEARCH_INDEX")
"""Variables of the environment that are read elsewhere: the last two by web/wsgi.py."""
ALL_STEPS = (
    "lines",
    "timestamps",
    "boilerplate",
    "split_articles",
    "body",
    "headline",
    "datelines",
    "front_matter",
    "inline_boilerplate",
    "trailing_boilerplate",
    "outside_boilerplate",
    "title",
    "dates",
    "source",
    "language",
)
"""The extraction steps in their order, named as the modules of search/extract."""
_FORMER_NAMES = {
    "stamps": "timestamps",
    "furniture": "boilerplate",
    "glued": "split_articles",
    "dateline": "datelines",
    "head": "front_matter",
    "within": "inline_boilerplate",
    "tail": "trailing_boilerplate",
}
REQUIRED_STEPS = ("lines", "title")
"""Steps that cannot be left out: other steps or articles need what they find."""
SKIPPABLE_STEPS = tuple(name for name in ALL_STEPS if name not in REQUIRED_STEPS)
"""The steps that can be left out."""
DATE_ORDERS = ("none", "dmy", "mdy")
OCR_MODES = ("auto", "off")
_OCR_LANGUAGES = re.compile(r"(\w+(\+\w+)*)?", re.ASCII)
_LONGEST_LANGUAGES = 100
_SWITCHES = {"1": True, "true": True, "on": True, "0": False, "false": False, "off": False}
_RANGES = (
    ("largest_file", 1, 32 << 20),
    ("largest_document", 1, 1 << 40),
    ("port", 0, 65_535),
    ("page_size", 1, 100),
    ("workers", 0, 256),
    ("opensearch_shards", 1, 1024),
    ("opensearch_replicas", 0, 100),
)
"""The lowest and the highest value of each number. The memory of an update is measured with files of 32 MiB."""
_TYPE_NAMES = {int: "a whole number", bool: "true or false", str: "text", tuple: "a list of texts, or a text of lines"}


@dataclass(frozen=True)
class Config:
    """The settings. Each field is a key of seedsearch.toml and, in capitals after SEEDSEARCH_, of the environment."""

    language: str = "auto"
    """The language whose inflected forms an unquoted word finds, as Snowball names it. With "auto" these are the
    languages of the articles, with "none" a word has no other forms."""
    largest_file: int = 8_000_000
    """Bytes of a file that are read, 32 MiB at most. The report says which files are longer."""
    largest_document: int = 200_000_000
    """Bytes of the largest document, such as a PDF, that is read. The report names larger ones. Archives, mailboxes and
    tables may have any size."""
    host: str = "127.0.0.1"
    """The address that the site listens on."""
    port: int = 8765
    """The port that the site listens on."""
    page_size: int = 10
    """Results on a page."""
    partial: bool = True
    """Whether articles that lack some of the words of a query follow those that have all of them."""
    workers: int = 0
    """Processes that read and index files; 0 for one on each core."""
    kernels: str = "auto"
    """The inner loops: "compiled", "numpy", or "auto": compiled where they were built."""
    watch: bool = True
    """Whether the index follows the folder while it is served."""
    allow_hosts: tuple[str, ...] = ()
    """Other names by which the site is reached, each perhaps with its port. A text has commas between them."""
    trusted_proxy: str = ""
    """The address or network of a proxy that may say by which scheme and name people reach the site."""
    skip_steps: str = ""
    """Extraction steps to leave out, with commas between them: "split_articles, dates"."""
    date_order: str = "none"
    """How a date such as 03/04/2025 is read: "dmy", "mdy", or "none", if only the file may show it."""
    patterns: str = ""
    """A file whose patterns are added to those of extract/patterns.toml."""
    synonyms: str = ""
    """A file of synonyms, in the form of Solr's synonyms.txt. It changes what is searched, and nothing in the index."""
    meaning: bool = False
    """Whether searching by meaning is offered, and vectors are made for it while the folder is served."""
    ocr: str = "auto"
    """Whether scans are read by the program tesseract in the background while the folder is served: "auto" if it is
    installed, "off" never."""
    ocr_languages: str = ""
    """The languages of the scans, as tesseract names them: "eng+deu". Empty: those of the articles."""
    engine: str = "embedded"
    """What has the index: "embedded", a folder of this machine, or "opensearch", a cluster."""
    opensearch_hosts: tuple[str, ...] = ()
    """The addresses of the cluster's nodes. A text has commas between them. `https://`, or `http://` to this machine.
    They have no name and no password: `search.cluster_settings` says where those come from."""
    opensearch_index: str = ""
    """What the names of the indexes on the cluster begin with. Empty: made of the folder's name and path."""
    opensearch_shards: int = 3
    """Shards that a new index divides its articles into."""
    opensearch_replicas: int = 1
    """Copies of each shard beside the first. Each is on another node."""
    opensearch_ca: str = ""
    """A file with the certificates to trust, in place of the system's."""
    exclude: tuple[str, ...] = ()
    """Patterns of files and folders to leave out, in the form of gitignore. A text holds one a line."""
    encodings: "tuple[Rule, ...]" = ()
    """Rules for the encodings of files: tables of seedsearch.toml."""
    outlets: "tuple[Rule, ...]" = ()
    """Rules for the outlets of files: tables of seedsearch.toml."""

    def __post_init__(self) -> None:
        """Raises ConfigError for a number out of its range, and for a cluster that cannot be."""
        patterns = self.exclude.split("\n") if isinstance(self.exclude, str) else self.exclude
        object.__setattr__(self, "exclude", tuple(patterns))
        names = re.findall(r"[^,\s]+", self.allow_hosts) if isinstance(self.allow_hosts, str) else self.allow_hosts
        object.__setattr__(self, "allow_hosts", tuple(names))
        object.__setattr__(self, "opensearch_hosts", read_hosts(self.opensearch_hosts))
        for key, lowest, highest in _RANGES:
            if not lowest <= (value := getattr(self, key)) <= highest:
                raise ConfigError(f"{key} has to be between {lowest} and {highest:,}, not {value:,}.")
        check_cluster_settings(self.engine, self.opensearch_hosts, self.opensearch_index, meaning=self.meaning)

    def skipped_steps(self) -> frozenset[str]:
        """The names of the steps to leave out. Former names become the ones of today."""
        names = (name.strip() for name in self.skip_steps.split(","))
        return frozenset(_FORMER_NAMES.get(name, name) for name in names if name)


def load_config(
    flags: Mapping[str, Any], environment: Mapping[str, str] = os.environ, folder: Path | None = None
) -> Config:
    """Read the settings. A flag that is None counts as not given. seedsearch.toml is in `folder`, or in the current
    one.

    Raises ConfigError for an unknown key, a value of the wrong kind or one out of range.
    """
    values: dict[str, Any] = {}
    folder = folder or Path.cwd()
    values |= _read_file(folder / CONFIG_FILE)
    values |= {
        key[len(ENVIRONMENT_PREFIX) :].lower(): text
        for key, text in environment.items()
        if key.startswith(ENVIRONMENT_PREFIX) and key not in _NO_SETTINGS
    }
    values |= {key: value for key, value in flags.items() if value is not None}
    types = {field.name: type(field.default) for field in fields(Config)}
    for key in values:
        if (variable := f"{ENVIRONMENT_PREFIX}{key.upper()}") in SECRETS:
            raise ConfigError(f"{key} is read from the environment alone. Take it out, and set {variable} instead.")
        if key not in types:
            raise ConfigError(f"There is no setting “{key}”. The settings are {', '.join(types)}.")
    rules: dict[str, Any] = {
        key: _read_rules(key, values.pop(key), folder) for key in ("encodings", "outlets") if key in values
    }
    config = Config(**rules, **{key: _convert(key, value, types[key]) for key, value in values.items()})
    _check(config)
    return config


def _read_file(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        import tomllib

        return tomllib.loads(text)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path} cannot be read: {error}. Correct it or move it away.") from error


def _convert(key: str, value: Any, expected: type) -> Any:
    """A value as its setting has it. A text from the environment becomes a number or a switch. Raises ConfigError."""
    if expected is int and isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            raise ConfigError(f"{key} has to be a whole number, not “{value}”.") from None
    if expected is bool and isinstance(value, str):
        if value.lower() not in _SWITCHES:
            raise ConfigError(f"{key} has to be {_TYPE_NAMES[bool]}, not “{value}”.")
        return _SWITCHES[value.lower()]
    if expected is tuple and isinstance(value, str | list | tuple) and all(isinstance(item, str) for item in value):
        return value
    if type(value) is not expected:
        shown = "" if "@" in repr(value) else f", not {value!r}"  # an address may have a password
        raise ConfigError(f"{key} has to be {_TYPE_NAMES[expected]}{shown}.")
    return value


def _read_rules(key: str, tables: Any, folder: Path) -> "tuple[Rule, ...]":
    from search.rules import read_rules

    return read_rules(key, tables, folder)


def _check(config: Config) -> None:
    """Raise ConfigError for a step, an order of dates, a language or a mode of OCR that does not exist."""
    for name in sorted(config.skipped_steps()):
        if name not in SKIPPABLE_STEPS:
            raise ConfigError(f"There is no step “{name}” to skip. The steps are {', '.join(SKIPPABLE_STEPS)}.")
    if config.date_order not in DATE_ORDERS:
        raise ConfigError(f"date_order has to be one of {', '.join(DATE_ORDERS)}, not “{config.date_order}”.")
    if config.kernels not in KINDS:
        raise ConfigError(f"kernels has to be one of {', '.join(KINDS)}, not “{config.kernels}”.")
    if config.ocr not in OCR_MODES:
        raise ConfigError(f"ocr has to be one of {', '.join(OCR_MODES)}, not “{config.ocr}”.")
    if not _OCR_LANGUAGES.fullmatch(config.ocr_languages) or len(config.ocr_languages) > _LONGEST_LANGUAGES:
        raise ConfigError(f"ocr_languages has to be like eng+deu, not “{config.ocr_languages}”.")
    from search.analysis.stemming import AUTO, stemmer_languages

    if config.language not in (languages := (AUTO, *stemmer_languages())):
        raise ConfigError(f"There are no word forms for “{config.language}”. Choose from {', '.join(languages)}.")
