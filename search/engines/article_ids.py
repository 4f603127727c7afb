"""The ids of articles as numbers."""

import re
from collections.abc import Iterable

import numpy as np

from search.arguments import check_text
from search.arrays import Ids

_ID = re.compile(r"[0-9a-f]{16}")


def id_numbers(article_ids: Iterable[str]) -> Ids:
    """Ids as numbers; what cannot be an id is left out. Raises ValueError where one is no text."""
    numbers: list[int] = []
    for article_id in article_ids:
        check_text("article", article_id)
        if _ID.fullmatch(article_id):
            numbers.append(int(article_id, 16))
    return np.array(numbers, np.uint64)
