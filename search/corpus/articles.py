"""The articles that a file's text holds."""

import hashlib
import os

from search.corpus.cleaning import clean
from search.corpus.cleaning.draft import Draft
from search.model import Article, FileText


def articles(path: str, source: FileText) -> tuple[Article, ...]:
    """The articles in the text of the file at `path`; none where it has only white space. Linear."""
    if not source.text.strip():
        return ()
    draft = clean(Draft(source.text))
    return (Article(article_id(path, 1), path, draft.text, draft.title, source.encoding),)


def article_id(path: str, number: int) -> str:
    """The id of the `number`th article of a file: opaque, and the same as long as the path is."""
    return hashlib.blake2b(os.fsencode(path) + b"\0" + str(number).encode(), digest_size=8).hexdigest()
