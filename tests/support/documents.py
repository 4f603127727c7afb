"""Documents of several formats, as tests of pages and commands need them."""

import zipfile
from pathlib import Path

from tests.support.files import write_files
from tests.support.pdf_builder import PdfBuilder, PdfPage, Text

PAGES = 8
PDF = PdfBuilder(
    [
        PdfPage(
            [
                Text(72, 100, f"Report of the harbour, part {number}", 14),
                Text(72, 140, f"In part {number} the board counts {number}0 lighters and all of their crews."),
            ]
        )
        for number in range(1, PAGES + 1)
    ]
).build()
"""A PDF of eight pages. Its last page says that there are 80 lighters."""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bells of the harbour</title>
<link rel="canonical" href="https://quay.example/bells">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bells of the harbour",
"author": [{"@type": "Person", "name": "Ann Roe"}, {"@type": "Person", "name": "Bo Lind"}],
"datePublished": "2031-03-04"}</script>
<script>document.title = "stolen"; fetch("/api/v1/status")</script></head>
<body onload="document.title = 'stolen'"><article><h1>Bells of the harbour</h1><p>By Ann Roe and Bo Lind</p>
<p>The bells of the harbour rang for an hour on Tuesday, and the crews of all ferries heard them.</p>
<p>Nobody knows who rang them, and the board of the harbour wants to find out by the end of the month.</p>
<img src="https://tracker.example/pixel.png"></article></body></html>
"""
TABLE = (
    "id,headline,date,author,url,section,text\n"
    "7,Harbour reopens,2031-03-04,Ann Roe,https://quay.example/7,Local,The harbour reopened on Tuesday. Ferries run.\n"
    "9,School closes,2031-03-05,Bo Lind,,Local,The school on the hill closes in June. It is old.\n"
)
MAIL = (
    "From: Ann Roe <ann@quay.example>\nTo: <b>desk</b> <desk@quay.example>\nSubject: Cranes for the harbour\n"
    "Date: Tue, 4 Mar 2031 09:10:00 +0100\n\nTwo cranes arrive in May.\n\n-- \nAnn Roe\n"
)
NOT_READ = "4 files were not read: 2 images, 1 damaged Word document, 1 empty text; 1 part of a file was not read"
"""What is said of the folder."""


def write_documents(folder: Path) -> Path:
    """A folder of documents, some of which cannot be read. Returns it."""
    texts = {"ferry.txt": "Ferry stops\n\nThe ferry stopped in the harbour.\n", "empty.txt": " \n"}
    write_files(folder, texts | {"bells.html": PAGE, "rows.csv": TABLE, "cranes.eml": MAIL})
    write_files(folder, {"quay.png": "no picture", "pier.jpg": "no picture", "broken.docx": "PK\x03\x04 no document"})
    (folder / "report.pdf").write_bytes(PDF)
    with zipfile.ZipFile(folder / "old.zip", "w") as archive:
        archive.writestr("1999/storm.html", PAGE.replace("Bells", "Storms"))
        archive.writestr("1999/scan.docx", b"PK\x03\x04 broken")
    return folder
