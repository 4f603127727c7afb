"""seedsearch, the library: a folder of texts, its index, and searching it.

    from search import Library
    library = Library.open("articles")
    library.update()
    for hit in library.search('"ferry terminal" -strike').hits:
        print(hit.title, hit.path)

These names are all that `web` and other programs use. They load when first used, so that importing costs nothing.
"""

TYPE_CHECKING = False  # type checkers take it for true; to load `typing` takes longer than all else here
if TYPE_CHECKING:
    from typing import Any

    from search.bugs import log_bug as log_bug
    from search.cli.progress import Opening as Opening
    from search.cli.progress import embedding_line as embedding_line
    from search.cli.progress import progress_line as progress_line
    from search.cli.progress import scanning_line as scanning_line
    from search.compare.types import ComparedArticle as ComparedArticle
    from search.compare.types import Comparison as Comparison
    from search.compare.types import ComparisonView as ComparisonView
    from search.compare.types import Difference as Difference
    from search.compare.types import Row as Row
    from search.config import Config as Config
    from search.config import load_config as load_config
    from search.errors import BadFilter as BadFilter
    from search.errors import EngineUnavailable as EngineUnavailable
    from search.errors import IndexDamaged as IndexDamaged
    from search.errors import IndexMissing as IndexMissing
    from search.errors import NoSuchArticle as NoSuchArticle
    from search.errors import NoSuchFile as NoSuchFile
    from search.errors import NoSuchPage as NoSuchPage
    from search.errors import QueryTooLong as QueryTooLong
    from search.errors import SeedsearchError as SeedsearchError
    from search.errors import error_message as error_message
    from search.events.types import Claim as Claim
    from search.events.types import Coverage as Coverage
    from search.events.types import DuplicateOf as DuplicateOf
    from search.events.types import Listed as Listed
    from search.events.types import Story as Story
    from search.events.types import Wording as Wording
    from search.export import duplicates_json as duplicates_json
    from search.export import hits_csv as hits_csv
    from search.export import hits_json_lines as hits_json_lines
    from search.export import report_csv as report_csv
    from search.export import report_json as report_json
    from search.export import with_byte_order_mark as with_byte_order_mark
    from search.highlight import split_at_marks as split_at_marks
    from search.library import Library as Library
    from search.logs import log_to_stderr as log_to_stderr
    from search.metadata import Fact as Fact
    from search.metadata import break_name as break_name
    from search.metadata import cite as cite
    from search.metadata import duplicate_details as duplicate_details
    from search.metadata import duplicates_summary as duplicates_summary
    from search.metadata import in_brief as in_brief
    from search.metadata import in_full as in_full
    from search.metadata import language_name as language_name
    from search.metadata import modified_line as modified_line
    from search.metadata import period_name as period_name
    from search.metadata import place_in_document as place_in_document
    from search.metadata import type_name as type_name
    from search.original import Original as Original
    from search.page_images import PageMarks as PageMarks
    from search.partial_matches import meaning_line as meaning_line
    from search.partial_matches import missing_line as missing_line
    from search.partial_matches import partial_line as partial_line
    from search.query.date_range import NO_DATE as NO_DATE
    from search.query.examples import Example as Example
    from search.query.explain import Explanation as Explanation
    from search.query.explain import Term as Term
    from search.query.offers import Offer as Offer
    from search.query.suggest import Completion as Completion
    from search.query.suggest import Suggestions as Suggestions
    from search.reports.articles import ArticleReport as ArticleReport
    from search.reports.articles import describe_zones as describe_zones
    from search.reports.duplicates import ArticlePair as ArticlePair
    from search.reports.duplicates import DuplicateList as DuplicateList
    from search.reports.files import FileReport as FileReport
    from search.reports.files import Report as Report
    from search.reports.files import ReportSummary as ReportSummary
    from search.reports.unread import unread_line as unread_line
    from search.searcher import Searcher as Searcher
    from search.types.activity import Embedding as Embedding
    from search.types.activity import IndexActivity as IndexActivity
    from search.types.activity import Scanning as Scanning
    from search.types.activity import Updating as Updating
    from search.types.article import Span as Span
    from search.types.article import Zone as Zone
    from search.types.article_view import ArticleView as ArticleView
    from search.types.duplicates import NearDuplicate as NearDuplicate
    from search.types.duplicates import Relation as Relation
    from search.types.facets import Facet as Facet
    from search.types.facets import Facets as Facets
    from search.types.facets import Histogram as Histogram
    from search.types.files import REPORT_FILTERS as REPORT_FILTERS
    from search.types.hits import About as About
    from search.types.hits import ArticleLink as ArticleLink
    from search.types.hits import Fragment as Fragment
    from search.types.hits import Hit as Hit
    from search.types.hits import KnownDate as KnownDate
    from search.types.hits import KnownMention as KnownMention
    from search.types.json import as_json as as_json
    from search.types.matches import BANDS as BANDS
    from search.types.requests import DUPLICATE_MODES as DUPLICATE_MODES
    from search.types.requests import KINDS as KINDS
    from search.types.requests import NO_FILTERS as NO_FILTERS
    from search.types.requests import SORTS as SORTS
    from search.types.requests import UNKNOWN as UNKNOWN
    from search.types.requests import DuplicateMode as DuplicateMode
    from search.types.requests import FacetSelection as FacetSelection
    from search.types.requests import Filters as Filters
    from search.types.requests import Kind as Kind
    from search.types.requests import Sort as Sort
    from search.types.requests import quote_value as quote_value
    from search.types.requests import unquote_value as unquote_value
    from search.types.results import Results as Results
    from search.types.status import Status as Status
    from search.version import VERSION as VERSION
    from search.watch import Watch as Watch

_HOMES = {
    "search.bugs": "log_bug",
    "search.cli.progress": "Opening embedding_line progress_line scanning_line",
    "search.compare.types": "ComparedArticle Comparison ComparisonView Difference Row",
    "search.config": "Config load_config",
    "search.errors": (
        "BadFilter EngineUnavailable IndexDamaged IndexMissing NoSuchArticle NoSuchFile NoSuchPage QueryTooLong "
        "SeedsearchError error_message"
    ),
    "search.events.types": "Claim DuplicateOf Coverage Listed Story Wording",
    "search.export": "duplicates_json hits_csv hits_json_lines report_csv report_json with_byte_order_mark",
    "search.highlight": "split_at_marks",
    "search.library": "Library",
    "search.logs": "log_to_stderr",
    "search.original": "Original",
    "search.metadata": (
        "Fact break_name cite duplicates_summary duplicate_details modified_line in_brief in_full language_name "
        "period_name place_in_document type_name"
    ),
    "search.page_images": "PageMarks",
    "search.partial_matches": "meaning_line missing_line partial_line",
    "search.query.date_range": "NO_DATE",
    "search.query.examples": "Example",
    "search.query.explain": "Explanation Term",
    "search.query.offers": "Offer",
    "search.query.suggest": "Completion Suggestions",
    "search.reports.articles": "ArticleReport describe_zones",
    "search.reports.duplicates": "ArticlePair DuplicateList",
    "search.reports.files": "FileReport Report ReportSummary",
    "search.reports.unread": "unread_line",
    "search.searcher": "Searcher",
    "search.types.activity": "Embedding IndexActivity Scanning Updating",
    "search.types.article": "Span Zone",
    "search.types.article_view": "ArticleView",
    "search.types.duplicates": "NearDuplicate Relation",
    "search.types.facets": "Facet Facets Histogram",
    "search.types.files": "REPORT_FILTERS",
    "search.types.hits": "About ArticleLink Fragment Hit KnownDate KnownMention",
    "search.types.json": "as_json",
    "search.types.matches": "BANDS",
    "search.types.requests": "DUPLICATE_MODES DuplicateMode FacetSelection Filters KINDS Kind NO_FILTERS SORTS "
    "Sort UNKNOWN quote_value unquote_value",
    "search.types.results": "Results",
    "search.types.status": "Status",
    "search.version": "VERSION",
    "search.watch": "Watch",
}
_MODULES = {name: module for module, names in _HOMES.items() for name in names.split()}
__all__ = sorted(_MODULES)  # noqa: PLE0605


def __getattr__(name: str) -> "Any":
    if name not in _MODULES:
        raise AttributeError(f"module 'search' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULES[name]), name)
