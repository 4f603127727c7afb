"""The articles that a file's text holds."""

import hashlib
import os

from search.extract.draft import PLAIN, Draft, Extraction
from search.extract.pipeline import clean
from search.types.article import Article
from search.types.files import FileText


def articles(path: str, source: FileText, how: Extraction = PLAIN, modified: str = "") -> tuple[Article, ...]:
    """The articles in the text of the file at `path`, whose texts make up that text; none where it has only white
    space. `modified` is the time of the file, as ISO 8601. Linear."""
    if not source.text or source.text.isspace():
        return ()
    drafts = clean(Draft(source.text, how, modified))
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
    )


def article_id(path: str, number: int) -> str:
    """The id of the `number`th article of a file: opaque, and the same as long as the path is."""
    return hashlib.blake2b(os.fsencode(path) + b"\0" + str(number).encode(), digest_size=8).hexdigest()
