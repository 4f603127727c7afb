"""The values of the fields that are not in the texts of articles."""

from collections.abc import Sequence

from search.named_rows import columns_by_name
from search.types.article import Article
from search.types.files import readable_path


def metadata_texts(articles: Sequence[Article]) -> dict[str, list[str]]:
    """The values of the fields that are not in the texts of articles: by field, one for each article."""
    columns = columns_by_name(Article, articles)
    return {
        "path": [*map(readable_path, columns["path"])],
        **{name: [*columns[name]] for name in ("source", "agency", "place", "author")},
        "lang": [*columns["language"]],
        "type": [*columns["type"]],
    }
