"""Words of files in old encodings are found as they were written."""

from pathlib import Path

import pytest

from search import Library
from tests.conftest import Folder

ENGLISH = "The board met on Monday to talk about the new quay. " * 60
FILES = {
    "cp850": ("Der Landkreis erhöht die Gebühren für Fähren.", "Gebühren"),
    "mac-roman": ("“We can’t wait” – so the captain’s crew said.", "wait"),
    "cp437": ("Die Brücke über die Weser wird größer.", "Brücke"),
    "iso-8859-5": ("Вчера в Киеве открыли новый мост через реку.", "Киеве"),
    "cp866": ("Вчера в Киеве открыли новый мост через реку.", "Киеве"),
    "utf-16-be": ("昨天下午，港務局在碼頭舉行會議，討論新的渡輪航線問題。", "渡輪"),
    "utf-16-le": ("昨日の午後、港で新しい船の式が行われた。", "新しい"),
    "cp852": ("Loď z Děčína nepojede, řekl kapitán.", "Děčína"),
    "one word in mac-roman": (f"{ENGLISH}Düsseldorf. {ENGLISH}", "Düsseldorf"),
    "one word in cp850": (f"{ENGLISH}Düsseldorf. {ENGLISH}", "Düsseldorf"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_word_finds_its_file(make_folder: Folder, tmp_path: Path, name: str) -> None:
    text, word = FILES[name]
    library = Library.open(make_folder({"a.txt": text.encode(name.rsplit(maxsplit=1)[-1])}), tmp_path / "index")
    library.update()
    [hit] = library.search(f'"{word}"').hits
    assert hit.hits == 1
