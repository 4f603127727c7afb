"""How the files of a folder become articles."""

from typing import NamedTuple

from search.documents.ocr_cache import OcrCache
from search.extract.draft import ExtractionOptions
from search.indexing.settings_number import SettingsNumber


class IndexingOptions(NamedTuple):
    """How files become articles. `settings` gives a number for all of it except the recurring lines, and the rules."""

    largest_file: int
    largest_document: int
    extraction: ExtractionOptions
    settings: SettingsNumber
    ocr: OcrCache
