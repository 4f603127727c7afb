"""A folder with a file of each kind: every file is found, its hit is marked, and its original can be opened."""

import gzip
import io
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support import hostile_documents
from tests.support.documents import MAIL, PAGE, TABLE
from tests.support.files import write_files
from tests.support.pdf_builder import PdfBuilder, PdfPage, Text
from tests.support.places import SHARED
from tests.support.server import Server, serve

STORY = "The lighthouse of Norholm got a new lamp on Tuesday. Its keeper lit it at nine."
TEXTS = {
    "lamp.txt": f"A new lamp\n\n{STORY}\n",
    "lamp.md": f"---\ntitle: A new lamp\n---\n\n{STORY}\n",
    "bells.html": PAGE.replace("The bells", "The lighthouse bells"),
    "lamp.mhtml": "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Location: https://quay.example/lamp\n\n"
    + PAGE.replace("The bells", "The lighthouse bells"),
    "lamp.rtf": rf"{{\rtf1\ansi {STORY}}}",
    "rows.csv": TABLE.replace("The harbour", "The lighthouse"),
    "rows.tsv": f"title\ttext\nA new lamp\t{STORY}\nAn old lamp\tThe old lamp went to a museum in Vik last year.\n",
    "lamp.json": f'[{{"title": "A new lamp", "text": "{STORY}"}}]',
    "lamp.jsonl": f'{{"title": "A new lamp", "text": "{STORY}"}}\n',
    "cranes.eml": MAIL.replace("Two cranes", "Two lighthouse cranes"),
    "lamps.mbox": "From ann@quay.example Tue Mar  4 09:10:00 2031\n" + MAIL.replace("Two", "Two lighthouse"),
    "lamp.rss": f"<rss version='2.0'><channel><title>Quay</title><item><title>A new lamp</title>"
    f"<description>{STORY}</description></item></channel></rss>",
    "lamp.srt": "1\n00:00:01,000 --> 00:00:04,000\nThe lighthouse has a new lamp.\n",
    "lamp.vtt": "WEBVTT\n\n00:01.000 --> 00:04.000\nThe lighthouse has a new lamp.\n",
}
SHARED_FILES = {
    "testPPT_various.pptx": "text",
    "LibreOfficeImpress_odp_1.3.odp": "example",
    "testEXCEL.xlsx": "squares",
    "testEXCEL-formats.xls": "currency",
    "testFooter.ods": "data",
    "testMSG.msg": "modular",
    "testWARC_multiple.warc.gz": "soldiers",
}
"""Files of ../shared/formats, and a word that is in each."""
REAL = {name: word for name, word in SHARED_FILES.items() if (SHARED / "formats" / name).exists()}


def write_every_kind(folder: Path) -> Path:
    """A folder with a file of each kind, most with the word lighthouse."""
    write_files(folder, TEXTS)
    hostile_documents.docx(folder / "lamp.docx", hostile_documents.word_xml(STORY.encode()))
    hostile_documents.odt(folder / "lamp.odt", hostile_documents.odf_xml(STORY.encode()))
    hostile_documents.epub(folder / "lamp.epub", hostile_documents.xhtml(STORY.encode()))
    (folder / "lamp.pdf").write_bytes(PdfBuilder([PdfPage([Text(72, 140, STORY[:52])])]).build())
    (folder / "lamp.txt.gz").write_bytes(gzip.compress(STORY.encode()))
    shutil.make_archive(str(folder / "lamps"), "zip", folder, "lamp.docx")
    with tarfile.open(folder / "lamps.tar", "w") as archive:
        member = tarfile.TarInfo("old/lamp.txt")
        member.size = len(STORY)
        archive.addfile(member, io.BytesIO(STORY.encode()))
    for name in REAL:
        shutil.copyfile(SHARED / "formats" / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("kinds")
    with serve(write_every_kind(folder / "texts"), folder / "index") as server:
        yield server


OWN = ("lamp.docx", "lamp.odt", "lamp.epub", "lamp.pdf", "lamp.txt.gz", "lamps.zip", "lamps.tar")
WORDS = {**dict.fromkeys((*TEXTS, *OWN), "lighthouse"), **REAL}


@pytest.mark.parametrize("name", WORDS)
def test_a_file_is_found_and_marked_and_its_original_opens(site: Server, name: str) -> None:
    query = quote(f"{WORDS[name]} path:{name}")
    hits = [
        hit for hit in site.get(f"/api/v1/search?q={query}&duplicates=all&size=100").json["hits"] if hit["path"] == name
    ]
    assert hits, name
    reading = site.get(f"/articles/{hits[0]['id']}?q={WORDS[name]}")
    assert reading.status == 200
    assert '<mark id="hit-1">' in reading.text
    original = site.get(f"/original/{hits[0]['id']}")
    assert original.status == 200
    assert original.body


def test_everything_in_the_folder_was_read(site: Server) -> None:
    assert site.get("/api/v1/status").json["files"] == len(WORDS)
