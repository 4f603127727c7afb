"""The words of an index on the cluster. A document has thousands of them: one for each word would take longer to write
than the articles."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from search.engines.opensearch.bulk import Write
from search.engines.opensearch.connection import READ, WHOLE, Connection
from search.engines.opensearch.state import ClusterState

MOST_DOCUMENTS = 500
"""With more documents than this a commit makes few of them."""
_MOST_WORDS = 50_000
"""Words of a document that is made of others."""
_MOST_VISIBLE = 100_000
_AT_ONCE = 20
FieldWords = Mapping[str, Mapping[str, int]]
"""The words of each field, and in how many articles each stood when it was new."""


def write_of_words(index: str, name: str, batch: int, words: FieldWords) -> Write:
    """What writes some words as of a batch."""
    return Write("index", index, name, {"born": batch, "words": words})


def ids_of_words(connection: Connection, index: str, state: ClusterState) -> list[str]:
    """The ids of all documents that are visible."""
    body = {"query": state.visible(), "size": _MOST_VISIBLE, "_source": False, "sort": ["_doc"]}
    found = connection.post(f"{index}/_search?{WHOLE}", body, READ)
    return [hit["_id"] for hit in found["hits"]["hits"]]


def read_words(connection: Connection, index: str, ids: Sequence[str]) -> Iterator[FieldWords]:
    """The words of some documents, but for those that the cluster does not have."""
    for first in range(0, len(ids), _AT_ONCE):
        found = connection.post(f"{index}/_mget", {"ids": ids[first : first + _AT_ONCE]}, READ)
        yield from (document["_source"]["words"] for document in found["docs"] if document.get("found"))


def merged_words(connection: Connection, index: str, ids: Sequence[str], batch: int) -> Iterator[Write]:
    """What writes the words of some documents in few, as of a batch."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for words in read_words(connection, index, ids):
        for field, of_field in words.items():
            counts[field].update(of_field)
    for field, of_field in counts.items():
        rest = iter(sorted(of_field.items()))
        number = 0
        while part := dict(islice(rest, _MOST_WORDS)):
            yield write_of_words(index, f"{field}.{number}.{batch}", batch, {field: part})
            number += 1
