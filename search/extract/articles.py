"""Make the articles of a file from its text, or from one of the texts in it."""

import hashlib
import os
from dataclasses import replace

from search.extract.document_facts import with_document_facts, with_title
from search.extract.draft import DEFAULT_OPTIONS, Draft, ExtractionOptions
from search.extract.pipeline import LABELLED_STEPS, run_steps
from search.types.article import Article, Provenance
from search.types.files import FileText
from search.types.reading import Reading


def extract_articles(
    path: str, source: FileText, options: ExtractionOptions = DEFAULT_OPTIONS, modified: str = ""
) -> tuple[Article, ...]:
    """The articles in the text of the file at `path`. Together their texts are the text of the file.

    A text of only white space has no articles. `modified` is the time of the file as ISO 8601, in UTC. Linear.
    """
    return _articles(Draft(source.text, options, modified, path), source.encoding)


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
    articles = _articles(Draft(reading.text, options, modified, path), "", reading.part)
    articles = tuple(with_document_facts(article, reading, added, provenance) for article in articles)
    return tuple(replace(article, source=outlet) for article in articles) if outlet and not reading.source else articles


def _articles(draft: Draft, encoding: str, member: str = "") -> tuple[Article, ...]:
    if not draft.text or draft.text.isspace():
        return ()
    drafts = run_steps(draft)
    return tuple(_article(part, number, len(drafts), encoding, member) for number, part in enumerate(drafts, 1))


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
    names = [os.fsencode(path), str(part).encode(), *([member.encode()] if member else [])]
    return hashlib.blake2b(b"\0".join(names), digest_size=8).hexdigest()
