"""Make the articles of a file from its text, or from one of the texts in it."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from search.config import SKIPPABLE_STEPS
from search.extract.document_facts import with_document_facts, with_title
from search.extract.draft import DEFAULT_OPTIONS, Draft, ExtractionOptions
from search.extract.pipeline import LABELLED_STEPS, run_steps, run_steps_on_all
from search.extract.title import first_line
from search.named_rows import make_rows
from search.types.article import Article, Provenance
from search.types.files import FileText
from search.types.reading import Reading


class PlainText(NamedTuple):
    """The text of the file at `path`. `modified` is the time of the file as ISO 8601, in UTC."""

    path: str
    source: FileText
    modified: str = ""


def extract_articles(
    path: str, source: FileText, options: ExtractionOptions = DEFAULT_OPTIONS, modified: str = ""
) -> tuple[Article, ...]:
    """The articles in the text of a file, whose parts are those of `PlainText`. Together their texts are its text.

    A text of only white space has no articles. Linear.
    """
    return extract_all((PlainText(path, source, modified),), options)[0]


def extract_all(texts: Sequence[PlainText], options: ExtractionOptions) -> list[tuple[Article, ...]]:
    """The articles in each of some texts. Some hundred of them take less time together. Linear."""
    if are_all_skipped(options):
        sources = [each.source for each in texts]
        found = whole_texts(
            [each.path for each in texts],
            [source.text for source in sources],
            [source.encoding for source in sources],
            [each.modified for each in texts],
        )
        return [(article,) if article else () for article in found]
    drafts = [Draft(each.source.text, options, each.modified, each.path) for each in texts]
    return [
        _articles_of(parts, each.source.encoding) for each, parts in zip(texts, run_steps_on_all(drafts), strict=True)
    ]


def are_all_skipped(options: ExtractionOptions) -> bool:
    """Whether all steps are left out that can be, so a text is one article: that of `whole_texts`."""
    return options.skip.issuperset(SKIPPABLE_STEPS) and not options.zones


def whole_texts(
    paths: Sequence[str], texts: Sequence[str], encodings: Sequence[str], modified: Sequence[str]
) -> list[Article | None]:
    """Each text as one article with a title, as the steps that cannot be skipped make it; None if it is white space."""
    articles = make_rows(
        Article,
        id=_first_ids(paths),
        path=paths,
        text=texts,
        title=[*map(first_line, texts)],
        encoding=encodings,
        modified=modified,
    )
    return [None if not text or text.isspace() else article for text, article in zip(texts, articles, strict=True)]


def extract_reading(  # noqa: PLR0913 - the last by name
    path: str,
    reading: Reading,
    options: ExtractionOptions = DEFAULT_OPTIONS,
    modified: str = "",
    *,
    outlet: str = "",
    provenance: Provenance = "metadata",
) -> tuple[Article, ...]:
    """The articles in a text of the file at `path`, with what the file says of them.

    Together their texts are the text of the reading. A title that it does not hold comes first, followed by a blank
    line: see `Article.added`. The `outlet` that a rule gives outranks what the steps find, and not what the reading
    says. `provenance` is that of its dates. Linear.
    """
    reading, added = with_title(reading)
    skip = options.skip
    if reading.is_one_article:
        skip |= {"split_articles"}
    if reading.is_labelled:
        skip |= LABELLED_STEPS
    if reading.is_undated:
        skip |= {"dates"}
    options = replace(options, skip=skip, zones=reading.zones)
    articles = _articles_of(run_steps(Draft(reading.text, options, modified, path)), "", reading.part)
    articles = tuple(with_document_facts(article, reading, added, provenance) for article in articles)
    return tuple(article._replace(source=outlet) for article in articles) if outlet and not reading.source else articles


def _articles_of(drafts: Sequence[Draft], encoding: str, member: str = "") -> tuple[Article, ...]:
    """The articles that the drafts of a text make; none if it has only white space."""
    if not drafts[0].lines:
        return ()
    return tuple([_article(part, number, len(drafts), encoding, member) for number, part in enumerate(drafts, 1)])


def _article(draft: Draft, part: int, parts: int, encoding: str, member: str) -> Article:
    return Article(
        id=article_id(draft.path, part, member),
        path=draft.path,
        text=draft.text,
        title=draft.title,
        encoding=encoding,
        part=part,
        parts=parts,
        offset=draft.offset,
        sure=draft.sure,
        zones=draft.zones(),
        published=draft.published,
        updated=draft.updated,
        source=draft.source,
        agency=draft.agency,
        place=draft.place,
        author=draft.author,
        language=draft.language,
        modified=draft.modified,
        mentions=draft.mentions,
        member=member,
    )


def article_id(path: str, part: int, member: str = "") -> str:
    """The id of article number `part` of a file, or of the text named `member` in it.

    It is opaque, and stays the same as long as the path and the name do.
    """
    name = (
        b"%b\0%d\0%b" % (os.fsencode(path), part, member.encode()) if member else b"%b\0%d" % (os.fsencode(path), part)
    )
    return hashlib.blake2b(name, digest_size=8).hexdigest()


def _first_ids(paths: Sequence[str]) -> list[str]:
    """The id of the first article of each of some files: those of `article_id`, in half the time."""
    names, digest = os.fsencode("\0".join(paths)).split(b"\0"), hashlib.blake2b
    return [digest(name + b"\x001", digest_size=8).hexdigest() for name in names[: len(paths)]]
