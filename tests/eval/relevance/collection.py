"""Collections of documents and queries with relevance judgements, read from ../shared/ir."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.places import SHARED

IR = SHARED / "ir"
NAMES = ("time", "cranfield", "cisi", "npl", "adi", "scifact")


@dataclass(frozen=True)
class Document:
    """A document. `title` is empty where it has none."""

    title: str
    text: str

    @property
    def page(self) -> str:
        """Title and text as a file holds them."""
        return f"{self.title}\n\n{self.text}" if self.title else self.text


@dataclass(frozen=True)
class QuerySet:
    """Queries by their ids, and for each the ids of the relevant documents with their grades, from 1 on."""

    name: str
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Collection:
    """Documents by their ids, with one or more sets of queries."""

    name: str
    documents: Mapping[str, Document]
    query_sets: tuple[QuerySet, ...]


def read_collection(folder: Path) -> Collection:
    """Read `corpus.jsonl.gz`, `queries.jsonl` and `qrels.tsv`. Queries without a relevant document are left out."""
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = read_documents(lines)
    qrels: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        if int(grade) > 0:
            qrels.setdefault(query, {})[document] = int(grade)
    with (folder / "queries.jsonl").open(encoding="utf-8") as lines:
        queries = {row["id"]: row["text"] for row in map(json.loads, lines) if row["id"] in qrels}
    return Collection(folder.name, documents, (QuerySet(folder.name, queries, qrels),))


def read_documents(lines: Iterator[str]) -> dict[str, Document]:
    """Documents by their ids, from lines of JSON."""
    rows: Iterator[dict[str, Any]] = map(json.loads, lines)
    return {row["id"]: Document(row["title"].strip(), row["text"]) for row in rows}
