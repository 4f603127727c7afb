"""The folders in which browsers keep the pictures and frames of a page that they saved: "page_files" for page.html."""

from collections.abc import Iterator

_PAGES = (".html", ".htm", ".xhtml")
ENDINGS = (
    *("_files", "-files", ".files", "-Dateien", "_fichiers", "_archivos", "_arquivos", "_ficheiros", "_file"),
    *("_bestanden", "_pliki", "_soubory", "-filer", "_tiedostot", "_dosyalar", "_elemei", "_файлы", "_文件", "_檔案"),
)
"""Endings of the names of such folders."""


def pages_of_folder(folder: str) -> Iterator[str]:
    """The pages that a folder may belong to, by their paths; none if it is not called like such a folder."""
    if not folder.endswith(ENDINGS):
        return
    for ending in ENDINGS:
        if folder.endswith(ending):
            yield from (folder.removesuffix(ending) + suffix for suffix in _PAGES)
