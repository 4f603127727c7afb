"""The formats that can be read, and the module of each. No reader is imported here."""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    from search.arrays import Flags
    from search.sorted_paths import SortedPaths


class Format(NamedTuple):
    """A format: the kind of its texts, its name for people, the suffixes of its files, and the module that reads it.

    The module has a function `read(source: Source) -> Readings`. Raise `version` when the same file gives other
    readings: such files are read again then. So they are when one of the installed `packages` changes, or another one
    of the `programs` is on the PATH; and files of a format that `holds_files` when any reader changes. A file that
    `streams` is not read as a whole, so it may have any size.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    module: str
    version: int = 1
    packages: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    streams: bool = False
    holds_files: bool = False


FORMATS = (
    Format("txt", "text", (".txt", ".text"), "plain_text"),
    Format("md", "Markdown text", (".md", ".markdown"), "markdown"),
    Format("html", "web page", (".html", ".htm", ".xhtml"), "html", packages=("lxml", "trafilatura")),
    Format("mhtml", "saved web page", (".mhtml", ".mht"), "mhtml", packages=("lxml", "trafilatura")),
    Format("pdf", "PDF", (".pdf",), "pdf", packages=("pypdfium2",)),
    Format("docx", "Word document", (".docx", ".docm", ".dotx", ".dotm"), "docx"),
    Format("odt", "OpenDocument text", (".odt", ".ott", ".fodt"), "odf"),
    Format("pptx", "PowerPoint presentation", (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"), "pptx"),
    Format("odp", "OpenDocument presentation", (".odp", ".otp", ".fodp"), "odf"),
    Format("epub", "e-book", (".epub",), "epub", packages=("lxml",)),
    Format("rtf", "RTF document", (".rtf",), "rtf"),
    Format("doc", "old Word document", (".doc", ".dot"), "doc", programs=("antiword", "catdoc")),
    Format("csv", "table", (".csv", ".tsv", ".tab"), "csv_table", streams=True),
    Format(
        "xlsx", "spreadsheet", (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"), "spreadsheet", packages=("python-calamine",)
    ),
    Format("json", "JSON file", (".json",), "json_records", packages=("ijson",), streams=True),
    Format("jsonl", "JSON Lines file", (".jsonl", ".ndjson"), "json_lines", streams=True),
    Format("mail", "mail", (".eml", ".emlx"), "mail", holds_files=True),
    Format("mbox", "mailbox", (".mbox", ".mbx"), "mbox", streams=True, holds_files=True),
    Format("msg", "Outlook mail", (".msg",), "outlook", packages=("olefile",), holds_files=True),
    Format("feed", "feed", (".rss", ".atom"), "feed", packages=("feedparser",)),
    Format("xml", "XML file", (".xml",), "feed", packages=("feedparser",)),
    Format("subtitles", "subtitle file", (".srt", ".vtt"), "subtitles"),
    Format("zip", "zip archive", (".zip",), "zip_archive", streams=True, holds_files=True),
    Format("maff", "saved web page", (".maff",), "maff", holds_files=True),
    Format("wacz", "web archive", (".wacz",), "wacz", packages=("warcio",), streams=True, holds_files=True),
    Format("warc", "web archive", (".warc",), "warc", packages=("warcio",), streams=True, holds_files=True),
    Format(
        "tar", "tar archive", (".tar", ".tgz", ".tbz2", ".txz", ".tzst"), "tar_archive", streams=True, holds_files=True
    ),
    Format("gz", "gzip file", (".gz",), "compressed_file", streams=True, holds_files=True),
    Format("bz2", "bzip2 file", (".bz2",), "compressed_file", streams=True, holds_files=True),
    Format("xz", "xz file", (".xz",), "compressed_file", streams=True, holds_files=True),
    Format("zst", "Zstandard file", (".zst",), "compressed_file", streams=True, holds_files=True),
    Format(
        "7z",
        "7z archive",
        (".7z",),
        "seven_zip",
        programs=("7zz", "7z", "7za", "bsdtar"),
        streams=True,
        holds_files=True,
    ),
    Format(
        "pst", "Outlook mailbox", (".pst",), "outlook_mailbox", programs=("readpst",), streams=True, holds_files=True
    ),
)
BY_NAME = {format.name: format for format in FORMATS}
BY_SUFFIX = {suffix: format for format in FORMATS for suffix in format.suffixes}
SUFFIXES = tuple(BY_SUFFIX)
"""Suffixes of the files that are read."""
_OCR_MARK = " tesseract-"
_PLAIN_TEXT = BY_NAME["txt"].suffixes
"""Suffixes of files that hold plain text."""


def is_plain_text(path: str) -> bool:
    """Whether a file is called a plain text. Such a file is read without a sandbox."""
    return path.lower().endswith(_PLAIN_TEXT)


def plain_texts(paths: "SortedPaths") -> "Flags":
    """Which of many files are called plain texts."""
    return paths.ending_with([suffix.encode() for suffix in _PLAIN_TEXT])


@cache
def reader_name(name: str) -> str:
    """The reader of a format with its version, and what it needs of this machine: "pdf 1 pypdfium2-5.15.2"."""
    from shutil import which

    format = BY_NAME[name]
    needs = (*map(_installed, format.packages), *filter(which, format.programs))
    words = [format.name, str(format.version), *filter(None, needs)]
    if format.holds_files:
        others = " ".join(reader_name(other.name) for other in BY_NAME.values() if not other.holds_files)
        words.append(f"{crc32(others.encode()):08x}")
    return " ".join(words)


def current_reader(reader: str, ocr: str = "") -> str:
    """The name of the reader that would read now what the one with a `reader_name` has read; empty if there is none.
    `ocr` names what has read pages of the file by OCR."""
    name = reader.partition(" ")[0]
    return with_ocr(reader_name(name), ocr) if name in BY_NAME else ""


def with_ocr(reader: str, ocr: str) -> str:
    """The name of a reader that also has the pages that OCR has read: "pdf 1 pypdfium2-5.15.2 tesseract-5.3.0 eng"."""
    return f"{reader} {ocr}" if ocr else reader


def ocr_of(reader: str) -> str:
    """What has read pages by OCR, in such a name: "tesseract-5.3.0 eng"; empty if nothing has."""
    _, mark, rest = reader.partition(_OCR_MARK)
    return f"{mark.strip()}{rest}"


def _installed(package: str) -> str:
    from importlib import metadata

    try:
        return f"{package}-{metadata.version(package)}"
    except metadata.PackageNotFoundError:
        return ""
