"""The fields of the index and how an article becomes a document of it."""

import os
from typing import Any

from whoosh import columns, fields

from search.analysis import Tokens, tokens
from search.model import Article, readable_path
from search.query.nodes import TEXT

FIELDS = {TEXT: (("body", 1.0), ("title", 2.0)), "title": (("title", 1.0),), "path": (("path", 1.0),)}
"""The indexed fields, with their weights, in which a query's field is looked for."""


def schema() -> fields.Schema:
    """Terms are made by `search.analysis` and handed over as lists, so no field has an analyzer of its own."""
    return fields.Schema(
        id=fields.ID(unique=True, sortable=True),
        body=fields.TEXT(),
        title=fields.TEXT(),
        path=fields.TEXT(),
        title_key=fields.COLUMN(columns.VarBytesColumn()),
        path_key=fields.COLUMN(columns.VarBytesColumn()),
        article=fields.STORED,
    )


def article_tokens(article: Article) -> dict[str, Tokens]:
    """The tokens of an article by the query's fields. Title and text share the offsets of the file's text."""
    text = tokens(article.text)
    return {TEXT: text, "title": text.between(*article.title), "path": tokens(readable_path(article.path))}


def document(article: Article) -> dict[str, Any]:
    """What `whoosh.writing.IndexWriter.add_document` takes. Cost: the analysis of the text."""
    found = article_tokens(article)
    return {
        "id": article.id,
        "body": list(found[TEXT].terms),
        "title": list(found["title"].terms),
        "path": list(found["path"].terms),
        "title_key": " ".join(tokens(article.heading).terms).encode(),
        "path_key": os.fsencode(article.path),
        "article": (os.fsencode(article.path), article.text, article.title, article.encoding),
    }


def stored_article(identity: str, stored: dict[str, Any]) -> Article:
    """The article of a document again."""
    path, text, title, encoding = stored["article"]
    return Article(identity, os.fsdecode(path), text, title, encoding)
