"""What a process loads before it indexes its first batch."""

import subprocess
import sys
from pathlib import Path

from tests.support.files import write_files
from tests.support.places import ROOT

SCRIPT = """
import sys
from pathlib import Path

import search.indexing.update
from search.engines.embedded import EmbeddedEngine
from search.extract.draft import DEFAULT_OPTIONS
from search.indexing.index_batch import index_batch, load

load(DEFAULT_OPTIONS, EmbeddedEngine.load_build)
loaded = set(sys.modules)

from search.config import Config
from search.documents.ocr_cache import OcrCache
from search.engines.embedded.segment.segment_build import SegmentBuild
from search.indexing.file_batches import FileBatch, FileToRead
from search.indexing.indexing_options import IndexingOptions
from search.indexing.settings_number import SettingsNumber
from search.rules import CorpusRules

corpus, index = map(Path, sys.argv[1:])
settings = SettingsNumber.of(Config(), "", CorpusRules())
options = IndexingOptions(1 << 20, 1 << 20, DEFAULT_OPTIONS, settings, OcrCache(index))
batch = FileBatch.of([FileToRead(path.name, path.stat().st_size, None) for path in corpus.iterdir()])
indexed = index_batch(corpus, options, SegmentBuild(index), batch)
print(len(indexed.changed), *sorted(set(sys.modules) - loaded))
"""


def test_a_batch_needs_no_module_that_was_not_loaded_before(tmp_path: Path) -> None:
    articles = sorted((ROOT / "tests/corpus/harbour").glob("*.txt"))
    corpus = write_files(tmp_path / "texts", {path.name: path.read_text(encoding="utf-8") for path in articles})
    (tmp_path / "index").mkdir()
    command = [sys.executable, "-c", SCRIPT, corpus, tmp_path / "index"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    assert done.stdout == f"{len(articles)}\n"
