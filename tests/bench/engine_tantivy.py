"""tantivy, a library in Rust, through its Python package: stems, positions, stored text, two threads to write.

A prefix is asked for as a regular expression: this gives the exact total, but every hit the same score and no
fragments, because tantivy's snippets know the words of a query and an expression has none.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import tantivy

from tests.bench.corpus import files, read
from tests.bench.engines import BEST, Answer
from tests.bench.mix import Question

VERSION = version("tantivy")
HEAP = 256_000_000
THREADS = 2


def build(texts: Path, index: Path) -> None:
    """One commit, at the end, and the merges that it leaves to do."""
    index.mkdir(parents=True)
    writer = tantivy.Index(_schema(), path=str(index)).writer(HEAP, THREADS)
    for path in files(texts):
        writer.add_document(tantivy.Document(path=path.relative_to(texts).as_posix(), text=read(path)))
    writer.commit()
    writer.wait_merging_threads()


class Index:
    """An index that is open."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._searcher = index.searcher()

    def ask(self, question: Question) -> Answer:
        """One search, then the stored text of each hit and its snippet."""
        query = self._query(question)
        found = self._searcher.search(query, limit=BEST, count=True)
        snippets = tantivy.SnippetGenerator.create(self._searcher, query, self._index.schema, "text")
        fragments = [snippets.snippet_from_doc(self._searcher.doc(place)).to_html() for _, place in found.hits]
        return Answer(found.count, len(fragments), sum("<b>" in fragment for fragment in fragments))

    def _query(self, question: Question) -> tantivy.Query:
        if question.form == "prefix":
            return tantivy.Query.regex_query(self._index.schema, "text", f"{question.words[0]}.*")
        every = " ".join(f"+{word}" for word in question.words)
        return self._index.parse_query(every if question.form == "all" else question.text, ["text"])


@contextmanager
def searcher(_texts: Path, index: Path) -> Iterator[Index]:
    """The index in its folder."""
    yield Index(tantivy.Index.open(str(index)))


def _schema() -> tantivy.Schema:
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("path", stored=True, tokenizer_name="raw")
    schema.add_text_field("text", stored=True, tokenizer_name="en_stem", index_option="position")
    return schema.build()
