"""Make the articles of plain texts that have been read, many at once."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search.arrays import bounds_of
from search.documents.formats.exports import may_be_export, take_apart
from search.extract.articles import PlainText, extract_all
from search.indexing.document_reader import articles_of
from search.indexing.indexing_options import IndexingOptions
from search.rules import CorpusRules
from search.types.article import Article
from search.types.files import Stamp
from search.types.reading import Reading


class ReadText(NamedTuple):
    """A plain text that has been read, its entry in a sidecar, the stamp and the settings for its record, and whether
    it may be an export of a database of news, as in `Utf8Texts`."""

    text: PlainText
    entry: Reading | None
    stamp: Stamp
    settings: int
    may_be_export: bool


def in_portions(texts: Sequence[ReadText], code_points: int) -> Iterator[Sequence[ReadText]]:
    """Some texts, so many at a time that they have `code_points`, about."""
    bounds = bounds_of([len(each.text.source.text) for each in texts]).tolist()
    first = 0
    while first < len(texts):
        end = bisect_left(bounds, bounds[first] + code_points, first + 1)
        yield texts[first:end]
        first = end


def articles_of_texts(texts: Sequence[ReadText], options: IndexingOptions) -> list[tuple[Article, ...]]:
    """The articles of each of some texts."""
    readings = [_readings(each) for each in texts]
    plain = [each.text for each, of_text in zip(texts, readings, strict=True) if not of_text]
    of_plain = iter(extract_all(plain, options.extraction))
    return [
        _of_readings(each, of_text, options)
        if of_text
        else _with_outlet(options.settings.rules, each.text.path, next(of_plain))
        for each, of_text in zip(texts, readings, strict=True)
    ]


def is_no_export(text: str, may_be: bool) -> bool:
    """Whether a text is no export of a database of news. `may_be` is as in `Utf8Texts`."""
    return not (may_be and _readings_of_export(text))


def _readings(each: ReadText) -> Sequence[Reading]:
    """What a plain text is read as if it is an export of a database of news, or has a sidecar; else nothing."""
    if each.entry:
        return [Reading(each.text.source.text, kind="txt")]
    return _readings_of_export(each.text.source.text) if each.may_be_export else ()


def _readings_of_export(text: str) -> Sequence[Reading]:
    """What an export of a database of news is read as; nothing if a text is none."""
    return take_apart(Reading(text, kind="txt")) if may_be_export(text) else ()


def _of_readings(each: ReadText, readings: Iterable[Reading], options: IndexingOptions) -> tuple[Article, ...]:
    """The articles of a plain text that is an export of a database of news, or has a sidecar."""
    path, source, modified = each.text
    return tuple(
        article._replace(encoding=source.encoding)
        for reading in readings
        for article in articles_of(reading, each.entry, path, options, modified)
    )


def _with_outlet(rules: CorpusRules, path: str, articles: tuple[Article, ...]) -> tuple[Article, ...]:
    """The articles of a file with the outlet that a rule gives it, if there is one."""
    outlet = rules.outlet(path)
    return tuple([article._replace(source=outlet) for article in articles]) if outlet else articles
