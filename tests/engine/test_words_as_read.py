"""Words are found and marked as a reader takes them, whatever typesetters, scrapers and writing habits make of them."""

from collections.abc import Iterator

import pytest

from search import Library, Searcher

TEXTS = {
    "elision.txt": "Le port\n\nL’armateur d'Ouessant et l'île; dell’isola, l'Hospici. O'Malley n'a rien dit.",
    "broken.txt": "Quays\n\nThe har-\nbours and light\u00ad\nhouses of the pro¬\nvince, and the ferry-\nAdmiral.",
    "arabic.txt": "ميناء\n\nوَصَلَتْ سَفِينَةٌ إلى المدينة",
    "persian.txt": "بندر\n\nکشتی بزرگ",
    "hebrew.txt": "נמל\n\nהַסְּפִינָה הִגִּיעָה",
    "acronyms.txt": 'נמל\n\nמנכ"ל הנמל קרא דו"חות ב"ידיעות" וב"קול הים".',
    "groups.txt": "Fares\n\n7.654.321,50 and 7'654'321 and 7 654 321 and ٧٬٦٥٤٬٣٢١ and ٧،٦٥٤،٣٢١"
    " and ７，６５４，３２１ and 9.000 and 2½ and ¾.",
    "notes.txt": "Pact\n\nThe pact¹ covers 40 km² since 2031².",
    "okina.txt": "Islands\n\nMoloka\u02bbi, Moloka'i and Molokai.",
    "radicals.txt": "⾞の町\n\n⾞⼝の町。\n\n⻑⻄",
    "markup.txt": "Fair\n\nThe pi&ntilde;ata of B&amp;B was <i>splen</i>did.<br>H&amp;ocirc;tel, \x1b[1mquay\x1b[0ms.",
    "mojibake.txt": "Fair\n\nThe pi\u00c3\u00b1ata wasn\u00e2\u20ac\u2122t splendid. O\u00c2\u2019Hara couldn\u0092t.",
}
FOUND = {
    "armateur": {"elision.txt": ["armateur"]},
    '"armateur d\'Ouessant"': {"elision.txt": ["armateur d'Ouessant"]},
    "isola": {"elision.txt": ["isola"]},
    "l'hospici": {"elision.txt": ["Hospici"]},
    "OMalley": {"elision.txt": ["O'Malley"]},
    "harbours": {"broken.txt": ["har-\nbours"]},
    "lighthouses": {"broken.txt": ["light\u00ad\nhouses"]},
    "province": {"broken.txt": ["pro¬\nvince"]},
    "admiral": {"broken.txt": ["Admiral"]},
    "سفينه": {"arabic.txt": ["سَفِينَةٌ"]},
    "الى": {"arabic.txt": ["إلى"]},
    "كشتي": {"persian.txt": ["کشتی"]},
    "הספינה": {"hebrew.txt": ["הַסְּפִינָה"]},
    'מנכ"ל': {"acronyms.txt": ['מנכ"ל']},
    "מנכ״ל": {"acronyms.txt": ['מנכ"ל']},
    '"הנמל קרא דו"חות"': {"acronyms.txt": ['הנמל קרא דו"חות']},
    "ידיעות": {"acronyms.txt": ["ידיעות"]},
    "קול": {"acronyms.txt": ["קול"]},
    "7654321": {"groups.txt": ["7.654.321", "7'654'321", "7 654 321", "٧٬٦٥٤٬٣٢١", "٧،٦٥٤،٣٢١", "７，６５４，３２１"]},
    "9000": {"groups.txt": ["9.000"]},
    "2½": {"groups.txt": ["2½"]},
    "2": {},
    "¾": {"groups.txt": ["¾"]},
    "pact": {"notes.txt": ["Pact", "pact"]},
    "km2": {"notes.txt": ["km²"]},
    "2031": {"notes.txt": ["2031"]},
    "molokai": {"okina.txt": ["Moloka\u02bbi", "Moloka'i", "Molokai"]},
    "moloka'i": {"okina.txt": ["Moloka\u02bbi", "Moloka'i", "Molokai"]},
    "車口": {"radicals.txt": ["⾞⼝"]},
    "長西": {"radicals.txt": ["⻑⻄"]},
    "piñata": {"markup.txt": ["pi&ntilde;ata"], "mojibake.txt": ["pi\u00c3\u00b1ata"]},
    "B&B": {"markup.txt": ["B&amp;B"]},
    "splendid": {"markup.txt": ["splen</i>did"], "mojibake.txt": ["splendid"]},
    "hôtel": {"markup.txt": ["H&amp;ocirc;tel"]},
    "quays": {"broken.txt": ["Quays"], "markup.txt": ["quay\x1b[0ms"]},
    "wasn't": {"mojibake.txt": ["wasn\u00e2\u20ac\u2122t"]},
    "O'Hara": {"mojibake.txt": ["O\u00c2\u2019Hara"]},
    "couldn't": {"mojibake.txt": ["couldn\u0092t"]},
    "ntilde": {},
    "amp": {},
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("texts")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    library = Library.open(folder, tmp_path_factory.mktemp("index"))
    library.update()
    with library.searcher() as searcher:
        yield searcher


@pytest.mark.parametrize("typed", FOUND)
def test_a_word_is_found_and_marked_exactly(searcher: Searcher, typed: str) -> None:
    marked = {}
    for hit in searcher.search(typed, partial=False).hits:
        article = searcher.article(hit.id, typed)
        marked[hit.path] = [article.text[start:end] for start, end in article.marks]
    assert marked == FOUND[typed]
