"""Which format a file has, by its bytes and its name."""

import gzip
import io

import pytest

from search.documents.formats.detect_format import by_signature, detect_format


@pytest.mark.parametrize(
    ("data", "path", "name"),
    [
        (b"<!-- saved --><!DOCTYPE html><p>x", "page", "html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a --> <!-- b -->\n<html>", "page.xml", "html"),
        (b"<?xml version='1.0'?><rss>", "page.html", "feed"),
        (b"<?xml version='1.0'?><rss>", "page.xml", "feed"),
        (b"<?xml version='1.0'?><nitf>", "page.xml", "xml"),
        (b"%PDF-1.4", "report.html", "pdf"),
        (gzip.compress(b"WARC/1.0\r\n", mtime=0), "crawl.gz", "warc"),
        (gzip.compress(b"a line", mtime=0), "notes.txt.gz", "gz"),
        (b"\x1f\x8bbroken", "notes.txt.gz", "gz"),
        (b"a line", "notes.zip", "txt"),
        (b"a line", "notes.unknown", ""),
    ],
)
def test_bytes_tell_the_format_before_the_suffix(data: bytes, path: str, name: str) -> None:
    format = detect_format(io.BytesIO(data), path)
    assert (format.name if format else "") == name


@pytest.mark.timeout(10)
def test_comments_before_the_root_take_linear_time() -> None:
    assert by_signature(b"<!---->" * 1_000 + b"x") == ""
    assert by_signature(b"<!---->" * 1_000 + b"<html>") == "html"
