"""What the writer of an index has to know of articles that were sent to the cluster."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from search.arrays import Fingerprints32, Ints, bounds_of
from search.engines.article_ids import id_numbers
from search.engines.fingerprint_table import FingerprintTable

PARTS = 1 << 20
"""Part n of batch b has the number b * PARTS + n."""


@dataclass(frozen=True)
class SentArticles:
    """Articles that the cluster has, of one part of a batch, and their fingerprints, those of one after those of
    another. `lengths` are those of their texts, `counts` says how many fingerprints each has."""

    part: int
    ids: tuple[str, ...]
    lengths: Ints
    fingerprints: Fingerprints32
    counts: Ints

    @property
    def batch(self) -> int:
        """The batch that they are born in."""
        return self.part // PARTS

    @classmethod
    def of(cls, part: int, documents: Iterable[Mapping[str, Any]]) -> "SentArticles":
        """The articles of some documents."""
        ids, lengths, fingerprints = [], [], []
        for document in documents:
            ids.append(document["id"])
            lengths.append(len(document["article"]["text"]))
            fingerprints.append(np.array(document["fingerprints"], np.int32))
        counts = np.array([*map(len, fingerprints)], np.int64)
        hashes = np.concatenate([np.zeros(0, np.int32), *fingerprints]).view(np.uint32)
        return cls(part, tuple(ids), np.array(lengths, np.int64), hashes, counts)

    @classmethod
    def joined(cls, part: int, portions: Sequence["SentArticles"]) -> "SentArticles":
        """The articles of a part that was sent in portions."""
        ids = tuple(article_id for portion in portions for article_id in portion.ids)
        every = (cls.of(part, ()), *portions)
        lengths, fingerprints, counts = (
            np.concatenate([getattr(portion, name) for portion in every])
            for name in ("lengths", "fingerprints", "counts")
        )
        return cls(part, ids, lengths, fingerprints, counts)


def sent_table(sent: Sequence[SentArticles], kept: Collection[tuple[str, int]]) -> FingerprintTable:
    """Those of the articles that are `kept`, by their ids and batches, as new ones; the place of one is the batch that
    it is born in. Of an article that was sent twice the last counts."""
    names = [(article_id, part.batch) for part in sent for article_id in part.ids]
    last = {name: number for number, name in enumerate(names) if name in kept}
    every = SentArticles.joined(0, sent)
    chosen, bounds = np.array([*last.values()], np.int64), bounds_of(every.counts)
    hashes = [every.fingerprints[slice(*bounds[number : number + 2])] for number in chosen.tolist()]
    return FingerprintTable(
        ids=id_numbers(article_id for article_id, _ in last),
        places=np.array([born for _, born in last], np.int64),
        sizes=every.lengths[chosen],
        before=np.zeros(len(last), np.bool_),
        now=np.ones(len(last), np.bool_),
        hashes=np.concatenate([np.zeros(0, np.uint32), *hashes]),
        bounds=bounds_of(every.counts[chosen]),
    )
