"""The values of the fields that are not in the texts of articles."""

from collections.abc import Sequence

from search.types.article import Article
from search.types.files import readable_path


def metadata_texts(articles: Sequence[Article]) -> dict[str, list[str]]:
    """The values of the fields that are not in the texts of articles: by field, one for each article."""
    return {
        "path": [readable_path(article.path) for article in articles],
        **{name: [getattr(article, name) for article in articles] for name in ("source", "agency", "place", "author")},
        "lang": [article.language for article in articles],
        "type": [article.type for article in articles],
    }
