"""Read synonyms of one's own from a file in the form of Solr's synonyms.txt.

    un, united nations, u.n.    each stands for all of them
    burma => myanmar            the left one stands for the right one alone

A backslash before a comma, before `=>` or before a backslash takes away its meaning. A line that begins with # is a
comment.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from search.analysis.tokenizer import tokenize
from search.errors import ConfigError
from search.query.foreign import quoted
from search.types.files import readable_path

if TYPE_CHECKING:
    from search.analysis.stemming import InflectedForms

MOST_BYTES, MOST_RULES, MOST_ENTRIES, MOST_WORDS = 1 << 20, 10_000, 50, 10
"""Limits: bytes of a file, rules in it, entries that one entry stands for, words of an entry."""

Entry = tuple[str, ...]
"""A word or phrase as the terms that the tokenizer makes of it."""


class Rule(NamedTuple):
    """A line of the file: each of `typed` stands for all of `searched`."""

    typed: tuple[Entry, ...]
    searched: tuple[Entry, ...]


class Synonyms:
    """The entries that a word or phrase stands for. Safe across threads."""

    def __init__(self, rules: Iterable[Rule] = (), languages: Sequence[str] = ()) -> None:
        self._rules = tuple(rules)
        self._languages = languages
        self._searched: dict[Entry, list[tuple[Entry, ...]]] = defaultdict(list)
        for rule in self._rules:
            for entry in dict.fromkeys(rule.typed):
                self._searched[entry].append(rule.searched)
        self.longest = max(map(len, self._searched), default=0)
        """Words of the longest entry; 0 where there are no synonyms."""

    def in_languages(self, languages: Sequence[str]) -> "Synonyms":
        """The same synonyms, whose single words are found in the inflected forms of some languages."""
        return Synonyms(self._rules, languages)

    @cached_property
    def _forms(self) -> "Sequence[InflectedForms]":
        from search.analysis.stemming import inflected_forms

        words = [entry[0] for entry in self._searched if len(entry) == 1]
        return [inflected_forms(language, words) for language in self._languages]

    def of(self, words: Entry) -> tuple[Entry, ...]:
        """The entries that some words in a row stand for, without repeats; none where the words are no entry.

        A single word is found in any of its inflected forms, several only as they stand in the file. Cost: for a single
        word a pass over the words of the file.
        """
        entries = [words]
        if len(words) == 1 and self._searched:
            entries = [(word,) for word in dict.fromkeys(chain(words, *(forms.of(words[0]) for forms in self._forms)))]
        rules = (rule for entry in entries if entry in self._searched for rule in self._searched[entry])
        return tuple(dict.fromkeys(entry for rule in rules for entry in rule))


NO_SYNONYMS = Synonyms()


def read_synonyms(path: str) -> Synonyms:
    """The synonyms of a file; none if `path` is empty. Linear in the file, some 50,000 entries a second.

    Raises ConfigError if the file cannot be read or exceeds a limit, and for a line in no known form.
    """
    if not path:
        return NO_SYNONYMS
    name = readable_path(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise ConfigError(f"{name} has more than {MOST_BYTES:,} bytes, the most for synonyms. Shorten it.")
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = 1 + data[: error.start].count(b"\n")
        raise ConfigError(f"{name}, line {number:,}: It is not UTF-8. Save the file as UTF-8.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"{name}, which the setting synonyms names, cannot be read: {reason}. Correct it.") from error
    return Synonyms(_rules(text, name))


def _rules(text: str, name: str) -> list[Rule]:
    """The rules in the text of the file `name`. Raises ConfigError."""
    rules: list[Rule] = []
    number_of_entries: dict[Entry, int] = defaultdict(int)
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            rule = _rule(line)
            if len(rules) == MOST_RULES:
                raise ValueError(f"There may be {MOST_RULES:,} rules at most. Leave some out.")
            for entry in dict.fromkeys(rule.typed):
                number_of_entries[entry] += len(rule.searched)
                if number_of_entries[entry] > MOST_ENTRIES:
                    raise ValueError(
                        f"{quoted(' '.join(entry))} stands for more than {MOST_ENTRIES} entries. Leave some out."
                    )
        except ValueError as error:
            raise ConfigError(f"{name}, line {number:,}: {error}") from None
        rules.append(rule)
    return rules


def _rule(line: str) -> Rule:
    """The rule of a line. Raises ValueError with a sentence for a person."""
    sides = [_entries(side) for side in _split(line, "=>")]
    if len(sides) > 2:
        raise ValueError("“=>” stands twice. Type it once, or type \\=> for the sign itself.")
    if not all(sides):
        raise ValueError("An entry is missing. Type words, with a comma or => between.")
    if len(sides) == 1 and len(sides[0]) == 1:
        raise ValueError(f"{quoted(line.strip())} stands alone. Type a comma between two entries.")
    return Rule(sides[0], sides[-1])


def _entries(side: str) -> tuple[Entry, ...]:
    """The entries between commas. As in Solr, blank ones do not count. Raises ValueError as `_rule`."""
    return tuple(_entry(part) for part in _split(side, ",") if part.strip())


def _entry(text: str) -> Entry:
    terms = tokenize(re.sub(r"\\(.)", r"\1", text)).terms
    if not terms:
        raise ValueError(f"{quoted(text.strip())} has no word and no number. Leave it out.")
    if len(terms) > MOST_WORDS:
        raise ValueError(f"{quoted(text.strip())} has more than {MOST_WORDS} words. Shorten it.")
    return terms


def _split(text: str, separator: str) -> list[str]:
    """The parts of a text between separators that have no backslash before them."""
    separators = (match.span() for match in re.finditer(rf"\\.|{separator}", text) if match[0] == separator)
    bounds = [(0, 0), *separators, (len(text), len(text))]
    return [text[start:end] for (_, start), (end, _) in pairwise(bounds)]
