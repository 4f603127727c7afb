"""Whoosh as it comes: stems, stored text, one process. Stop words are indexed, since the others index them too."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from whoosh import analysis, fields, index, qparser
from whoosh.searching import Searcher

from tests.bench.corpus import files, read
from tests.bench.engines import BEST, Answer
from tests.bench.mix import Question

VERSION = version("whoosh3")


def build(texts: Path, folder: Path) -> None:
    """One commit, at the end."""
    folder.mkdir(parents=True)
    text = fields.TEXT(analyzer=analysis.StemmingAnalyzer(stoplist=None, minsize=1), stored=True)
    writer = index.create_in(folder, fields.Schema(path=fields.ID(stored=True), text=text)).writer()
    for path in files(texts):
        writer.add_document(path=path.relative_to(texts).as_posix(), text=read(path))
    writer.commit()


class Index:
    """An index that is open."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._parser = qparser.QueryParser("text", searcher.schema)

    def ask(self, question: Question) -> Answer:
        """The best ten first; the exact total may take Whoosh a second pass."""
        results = self._searcher.search(self._parser.parse(question.text), limit=BEST)
        fragments = [hit.highlights("text") for hit in results]
        return Answer(len(results), len(fragments), sum("<b" in fragment for fragment in fragments))


@contextmanager
def searcher(_texts: Path, folder: Path) -> Iterator[Index]:
    """The index in its folder."""
    with index.open_dir(folder).searcher() as opened:
        yield Index(opened)
