"""A folder of texts with its index, to update and to search."""

import shlex
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from search.arguments import check_number
from search.cluster_settings import NO_MEANING
from search.config import Config
from search.engine_choice import describe_index, is_in_folder, open_engine
from search.engines.base import Engine
from search.errors import ConfigError, CorpusEmptied, IndexDamaged, IndexMissing
from search.kernels import choose
from search.paths import absolute, check_index_folder, claim_index_folder, default_index
from search.query.synonyms import read_synonyms
from search.recent_values import RecentValues
from search.searcher import Searcher
from search.types.files import Skipped, readable_path
from search.types.requests import NO_FILTERS, DuplicateMode, FacetSelection, Filters, Sort
from search.types.results import Results

if TYPE_CHECKING:
    from search.indexing.scan_reader import ScanReader
    from search.indexing.update import Progress
    from search.types.activity import CheckReport, UpdateReport
    from search.whoosh_api.index import WhooshIndex

_T = TypeVar("_T")
_RECENT = 200
"""Answers that are kept: explanations, similar articles, and example queries."""
_ON_CLUSTER = "The index is on a cluster, and in no folder."
_EMBEDDED = 'set engine = "embedded"'


class Library:
    """A folder and its index. Safe across threads; nothing is ever written into the folder."""

    def __init__(self, corpus: Path, index_folder: Path | None, engine: Engine, config: Config) -> None:
        self.corpus = corpus
        self.index_folder = index_folder
        """The folder of the index; None where a cluster has it."""
        self.config = config
        self._engine = engine
        self._is_ours = False
        self._recent: RecentValues[Any] = RecentValues(_RECENT)

    @classmethod
    def open(cls, corpus: Path | str, index: Path | str | None = None, config: Config | None = None) -> "Library":
        """The library of a folder; its index lies in `index`, or else in a private folder under the user's cache, or on
        a cluster if the settings say so.

        Only the file of synonyms is read, and nothing is written. Raises IndexRefused where `index` is another corpus's
        or lies in `corpus`, ConfigError for a wrong file of synonyms, for kernels that were not built, and for settings
        of a cluster that cannot be. The kernels are those of the whole process.
        """
        config = config or Config()
        if config.kernels != "auto":
            choose(config.kernels)
        folder = absolute(corpus)
        index_folder = None
        if is_in_folder(config):
            index_folder = absolute(index) if index else default_index(folder)
            with suppress(IndexDamaged):  # whatever is asked says so, and `repair` mends it
                check_index_folder(index_folder, folder)
        elif index:
            raise ConfigError(f"{_ON_CLUSTER} Name no folder for it, or {_EMBEDDED}.")
        engine = open_engine(config, folder, index_folder, read_synonyms(config.synonyms))
        return cls(folder, index_folder, engine, config)

    @property
    def index(self) -> Path:
        """The folder of the index. Raises ConfigError where a cluster has it."""
        if self.index_folder is None:
            raise ConfigError(f"{_ON_CLUSTER} For one in a folder, {_EMBEDDED}.")
        return self.index_folder

    @cached_property
    def index_place(self) -> str:
        """Where the index lies, for a person to read."""
        return describe_index(self.config, self.corpus, self.index_folder)

    def update(
        self, progress: "Progress" = lambda _done, _all: None, workers: int = 1, *, empty: bool = False
    ) -> "UpdateReport":
        """As `search.indexing.update.update`, in as many processes as there are `workers`, from 1 on."""
        from search.indexing.update import update  # with the extraction steps, which searches do without

        check_number("workers", workers)
        if self.index_folder:
            claim_index_folder(self.index_folder, self.corpus)
        try:
            return update(self.corpus, self._engine, self.config, progress, workers, empty=empty)
        except CorpusEmptied as error:
            remedy = self._command("index", "--empty")
            raise CorpusEmptied(f"{error} Is a drive to be mounted? If not, empty the index with: {remedy}") from None

    def embed(self, progress: "Progress" = lambda _done, _all: None) -> int:
        """Make the vectors of all articles that have none yet, for searching by meaning. Gives how many articles these
        were. Commits now and then, so that little is lost when it is stopped. Raises ModelError where the model is not
        installed, IndexMissing before the first update, IndexDamaged, IndexBusy, ConfigError where a cluster has the
        index. Cost: see docs/meaning.md."""
        from search.meaning.embed_articles import embed_articles
        from search.meaning.embedder import require_model

        if not self.index_folder:
            raise ConfigError(NO_MEANING)
        require_model()
        self.searcher()
        return embed_articles(self._engine, progress)

    def scans(self) -> int:
        """How many files `read_scans` would read. Raises as it does. Cheap if there are no scans."""
        from search.indexing.scans import scans

        return len(self._scan_reader().files) if any(scans(self._engine.records())) else 0

    def read_scans(self, progress: "Progress" = lambda _done, _all: None) -> int:
        """Read by OCR the pages of PDFs that have no text layer. The next update takes them into the index. Gives how
        many files were read. A page takes a second or two; if it is stopped, the next time goes on with the same page.
        Raises OcrError where tesseract or a language is not installed, IndexMissing before the first update, IndexBusy.
        """
        return self._scan_reader().read(progress)

    def _scan_reader(self) -> "ScanReader":
        from search.indexing.scan_reader import ScanReader

        languages = self.retry(lambda searcher: searcher.facets("*", facets="language"))
        counts = {value.value: value.count for facet in languages.kinds for value in facet.values}
        return ScanReader(self.corpus, self._engine.records(), self.config.ocr_languages, counts)

    @property
    def is_outdated(self) -> bool:
        """Whether another version of the program made the index, so that the next update builds it anew."""
        return self._engine.is_outdated()

    @property
    def generation(self) -> int:
        """The number of the index's newest state, which grows with each; 0 before the first update. Cheap."""
        return self._engine.generation()

    def check(self) -> "CheckReport":
        """Read all of the index and tell which files of it are damaged. Raises IndexMissing before the first update."""
        from search.types.activity import CheckReport

        began = time.perf_counter()
        damaged = (*self._damage_of_owner(), *self._engine.check())
        if not damaged:
            self.searcher()
        return CheckReport(self.index_place, damaged, round(time.perf_counter() - began, 3))

    def repair(self, progress: "Progress" = lambda _done, _all: None, workers: int = 1) -> "UpdateReport":
        """Update, and make anew from the corpus what is damaged. Meanwhile what there is is searched."""
        check_number("workers", workers)
        if self.index_folder:
            claim_index_folder(self.index_folder, self.corpus, repair=True)
        self._engine.mark_lost(item.path for item in self._engine.check())
        report = self.update(progress, workers)
        with self._engine.writer():  # what is damaged goes, also where nothing had to be read again for it
            return report

    def _damage_of_owner(self) -> tuple[Skipped, ...]:
        """The file that says whose index it is, where it is damaged."""
        try:
            if self.index_folder:
                check_index_folder(self.index_folder, self.corpus)
        except IndexDamaged as error:
            return (Skipped(error.file, error.what),)
        return ()

    def searcher(self) -> Searcher:
        """The newest state of the index, pinned: `with library.searcher() as searcher:`. Cheap, unless there was a
        commit since the last one. Raises IndexMissing before the first update, IndexDamaged where no state can be read.
        """
        if self.index_folder and not self._is_ours:
            check_index_folder(self.index_folder, self.corpus)
            self._is_ours = True
        try:
            index = self._engine.searcher()
        except IndexMissing:
            raise self._index_missing() from None
        return Searcher(index, self.corpus, self.index_place, self.config, self._recent)

    def retry(self, work: Callable[[Searcher], _T]) -> _T:
        """What `work` returns for the newest state of the index. Where it meets damage, it is done once more as a whole
        for an older state, so that nothing it returns is of two states. Raises what `searcher` and `work` raise."""
        while True:
            with self.searcher() as searcher:
                try:
                    return work(searcher)
                except IndexDamaged as error:
                    if not error.file:
                        raise

    def search(  # noqa: PLR0913 - as Searcher.search
        self,
        text: str,
        *,
        page: int = 1,
        size: int | None = None,
        sort: Sort = "relevance",
        duplicates: DuplicateMode = "grouped",
        filters: Filters = NO_FILTERS,
        facets: FacetSelection = False,
        partial: bool | None = None,
        meaning: bool = False,
    ) -> Results:
        """One page of results, as `Searcher.search`, of the newest state of the index. Raises IndexMissing besides."""

        def search(searcher: Searcher) -> Results:
            return searcher.search(
                text,
                page=page,
                size=size,
                sort=sort,
                duplicates=duplicates,
                filters=filters,
                facets=facets,
                partial=partial,
                meaning=meaning,
            )

        return self.retry(search)

    def whoosh(self) -> "WhooshIndex":
        """The index as a `whoosh.index.Index`, for Whoosh's searchers, query parsers, collectors and writers.
        docs/whoosh.md says what differs. Raises IndexMissing before the first update, ConfigError where a cluster has
        the index."""
        from search.whoosh_api.index import WhooshIndex

        folder = self.index
        self.searcher()
        return WhooshIndex(folder, self.config.language)

    def refresh(self) -> None:
        """Look for a newer state with all care the next time: a process that was to commit one may have been killed in
        the midst of it."""
        self._engine.refresh()

    def _index_missing(self) -> IndexMissing:
        """Why there is nothing to search, and what to do. Raises CorpusError where there is no folder either."""
        from search.documents.walk import require_folder

        require_folder(self.corpus)
        corpus, remedy = readable_path(str(self.corpus)), self._command("index")
        if self.is_outdated:
            reason = "was made by another version of seedsearch, and the next update builds it anew"
            return IndexMissing(f"The index of {corpus} {reason}. Do it now with: {remedy}")
        return IndexMissing(f"{corpus} has no index yet. Make one with: {remedy}")

    def _command(self, name: str, *options: str) -> str:
        """A command for this folder and its index, as a person types it."""
        folder = self.index_folder
        elsewhere = ["--index", str(folder)] if folder and folder != default_index(self.corpus) else []
        return readable_path(shlex.join(["seedsearch", name, str(self.corpus), *elsewhere, *options]))
