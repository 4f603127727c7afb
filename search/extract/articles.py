"""Make the articles of a file from its text."""

import hashlib
import os

from search.extract.draft import DEFAULT_OPTIONS, Draft, ExtractionOptions
from search.extract.pipeline import run_steps
from search.types.article import Article
from search.types.files import FileText


def extract_articles(
    path: str, source: FileText, options: ExtractionOptions = DEFAULT_OPTIONS, modified: str = ""
) -> tuple[Article, ...]:
    """The articles in the text of the file at `path`. Together their texts are the text of the file.

    A text of only white space has no articles. `modified` is the time of the file as ISO 8601, in UTC. Linear.
    """
    if not source.text or source.text.isspace():
        return ()
    drafts = run_steps(Draft(source.text, options, modified, path))
    return tuple(_article(path, source, draft, number, len(drafts)) for number, draft in enumerate(drafts, 1))


def _article(path: str, source: FileText, draft: Draft, part: int, parts: int) -> Article:
    return Article(
        id=article_id(path, part),
        path=path,
        text=draft.text,
        title=draft.title,
        encoding=source.encoding,
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
    )


def article_id(path: str, part: int) -> str:
    """The id of article number `part` of a file. It is opaque, and stays the same as long as the path does."""
    return hashlib.blake2b(os.fsencode(path) + b"\0" + str(part).encode(), digest_size=8).hexdigest()
