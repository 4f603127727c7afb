"""Documents and queries with relevance judgements, as ../shared/ir has them."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CORPUS = "corpus.jsonl.gz"


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
    """Query texts by their ids. `qrels` has for each query the ids of its relevant documents with their grades, from 1
    on. `known_item`: each query was made of words of one document, which is the only relevant one."""

    name: str
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]
    known_item: bool = False


@dataclass(frozen=True)
class Collection:
    """Documents by their ids, and sets of queries over them."""

    documents: Mapping[str, Document]
    query_sets: tuple[QuerySet, ...]


def read_collection(folder: Path) -> Collection:
    """Read a folder with `corpus.jsonl.gz`, `queries.jsonl` and `qrels.tsv` (query, document, grade).

    Queries without a relevant document are left out, as trec_eval does.
    """
    qrels: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        if int(grade) > 0:
            qrels.setdefault(query, {})[document] = int(grade)
    rows = map(json.loads, (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines())
    queries = {row["id"]: row["text"] for row in rows if row["id"] in qrels}
    return Collection(read_documents(folder / CORPUS), (QuerySet(folder.name, queries, qrels),))


def read_documents(path: Path) -> dict[str, Document]:
    """Documents by their ids, from a packed file with a JSON object a line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {row["id"]: Document(row["title"].strip(), row["text"]) for row in map(json.loads, lines)}
