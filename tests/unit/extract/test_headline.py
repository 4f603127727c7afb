"""The headline of a page that was saved as text, with and without the title of the document above it."""

from pathlib import Path

import pytest

from search.extract.draft import Draft, ExtractionOptions
from search.extract.pipeline import run_steps

MENUS = {
    "en": "Skip to content\nMenu\nHome\nPolitics\nBusiness\nThe best boats of the year\nLog in\nSearch\nSubscribe",
    "de": "Zum Inhalt springen\nMenü\nStartseite\nPolitik\nWirtschaft\nRezepte für das Wochenende\nAnmelden\nSuche",
    "es": "Ir al contenido\nMenú\nInicio\nPolítica\nCiencia\nLo más leído de la semana\nSuscríbete\nBuscar",
    "ja": "本文へ\nメニュー\nホーム\n政治\n経済\n暮らし\n週末のおすすめ\nログイン\n検索",
}
ARTICLES = {
    "en": (
        "Ferries to cross the bay all winter",
        "By Ada Lund\n4 March 2031",
        "The harbour council met on Monday evening to settle how many ferries will cross the bay, and who will pay.\n"
        "Two of the boats are older than the pier at which they moor, and their engines failed three times last year.\n"
        "“We cannot wait for another winter,” said the head of the council. The islands would be cut off by the ice.",
    ),
    "de": (
        "Nach der Flut",
        "Von Ada Lund\n4. März 2031",
        "Die Flut hat in der Nacht zum Montag dreißig Boote aus dem Hafen gerissen und weit in die Wiesen getragen.\n"
        "Am Morgen standen die Fischer im Schlamm und suchten ihre Netze, während der Pegel langsam wieder sank.\n"
        "Die Stadt will den Deich nun um einen Meter erhöhen, das kostet nach ersten Schätzungen neun Millionen.",
    ),
    "es": (
        "¿Quién paga los transbordadores de la bahía?",
        "Por Ada Lund\n4 de marzo de 2031",
        "El consejo del puerto se reunió el lunes para decidir cuántos transbordadores cruzarán la bahía en marzo.\n"
        "Dos de los barcos son más viejos que el muelle en el que amarran, y sus motores fallaron tres veces.\n"
        "«No podemos esperar otro invierno», dijo la presidenta del consejo. Las islas quedarían aisladas.",
    ),
    "ja": (
        "湾の渡し船、冬も運航へ",
        "2031年3月4日",
        "港湾評議会は月曜日の夜、冬の間に何隻の渡し船が湾を渡るのか、そして誰がその費用を払うのかを話し合った。\n"
        "二隻の船は係留されている桟橋よりも古く、エンジンは今年に入ってから三回も故障しており、修理の見込みはない。\n"
        "「もう一度の冬を待つことはできない」と評議会の議長は述べた。氷が張れば島々は完全に孤立してしまうという。",
    ),
}
FOOTER = "Facebook\nTwitter\nWhatsApp\nAbout us\nPrivacy policy\nTerms of use\nContact us\nAll rights reserved"
LANGUAGES = sorted(ARTICLES)


def title(text: str, recurring: frozenset[str] = frozenset()) -> str:
    """The title of a text that is one article."""
    (draft,) = run_steps(Draft(text, ExtractionOptions(skip=frozenset({"split_articles"}), recurring=recurring)))
    return text[slice(*draft.title)]


def page(language: str, above: str = "", head: str = "") -> str:
    """A whole page: the menu, the headline or another `head`, byline and body, the footer."""
    headline, credit, body = ARTICLES[language]
    return f"{above}{MENUS[language]}\n{head or headline}\n{credit}\n{body}\n{FOOTER}\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headline_stands_above_byline_and_body(language: str) -> None:
    assert title(page(language)) == ARTICLES[language][0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headline_is_what_the_title_of_the_document_begins_with(language: str) -> None:
    headline = ARTICLES[language][0]
    text = page(language, above=f"{headline} - Quay Gazette\n", head=f"Exclusive\n{headline}\nThe islands fear the ice")
    assert title(text) == headline


@pytest.mark.parametrize(
    ("first_line", "headline"),
    [
        ("Why ferries fail in winter | Quay Gazette", "Ferries fail in winter: this is why"),
        ("Quay Gazette: Storm Ciara", "Storm Ciara"),
        ("Quay Gazette » Blog » Storm Ciara", "Storm Ciara"),
    ],
)
def test_the_headline_may_differ_from_the_title_of_the_document(first_line: str, headline: str) -> None:
    assert title(page("en", above=f"{first_line}\n", head=headline)) == headline


def test_a_standfirst_below_the_headline_is_not_the_title() -> None:
    headline, _, body = ARTICLES["en"]
    head = f"{headline}\nThe harbour council wants islanders to pay a third of what the new boats cost the town"
    assert title(f"Business\n{head}\nBy Ada Lund\n{body}\n") == headline


def test_the_headline_ends_the_line_of_links_above_it() -> None:
    headline = ARTICLES["en"][0]
    head = f"Home > News > {headline}\nThe mayor of the islands\n{headline}\nBoats in the harbour of the town"
    assert title(page("en", head=head)) == headline


def test_a_menu_with_bullets_has_no_headline() -> None:
    headline, _, body = ARTICLES["en"]
    menu = "\n".join(f"  * {line} of the whole bay" for line in MENUS["en"].split("\n"))
    assert title(f"{menu}\n\n{headline}\n\n{menu}\n\n{body}\n{FOOTER}\n") == headline


def test_a_line_that_recurs_below_the_body_is_not_the_title() -> None:
    text = f"{ARTICLES['en'][2]}\nGift Article Share\n"
    (draft,) = run_steps(Draft(text, ExtractionOptions(recurring=frozenset({"Gift Article Share"}))))
    assert not [zone for zone in draft.zones() if zone.kind == "headline"]


@pytest.mark.parametrize(
    ("first_line", "below", "headline", "outlet"),
    [
        ("Live: Brexit - what now?", "", "Live: Brexit - what now?", ""),
        ("Mayor: no new taxes – and no new boats", "", "Mayor: no new taxes – and no new boats", ""),
        ("Storm on the quay - Quay Gazette", "", "Storm on the quay - Quay Gazette", ""),
        ("Storm on the quay - Quay Gazette", "© 2031 Quay Gazette", "Storm on the quay", "Quay Gazette"),
        ("Storm on the quay - Quay Gazette", "Quay Gazette", "Storm on the quay", ""),
        ("Storm on the quay – Quay Gazette", "www.quaygazette.example", "Storm on the quay", "Quay Gazette"),
        ("Storm on the quay | Quay Gazette", "", "Storm on the quay", ""),
        ("Storm on the quay |", "", "Storm on the quay", ""),
        ("| Storm on the quay", "", "| Storm on the quay", ""),
        ("Storm on the quay - Politics - Quay Gazette", "Quay Gazette", "Storm on the quay", ""),
        ("Brexit - what now? - Politics - quay.example", "", "Brexit - what now?", "quay.example"),
        ("冬の湾を渡る船_港新聞", "港新聞", "冬の湾を渡る船", ""),
    ],
)
def test_the_name_of_the_outlet_is_cut_only_with_evidence(
    first_line: str, below: str, headline: str, outlet: str
) -> None:
    (draft,) = run_steps(Draft(f"{first_line}\n\n{ARTICLES['en'][2]}\n\n{below}\n"))
    assert (draft.text[slice(*draft.title)], draft.source) == (headline, outlet)


def test_the_name_of_the_outlet_is_cut_if_titles_of_other_files_end_with_it() -> None:
    recurring = frozenset({" - Quay Gazette", " – Politics – Quay Gazette"})
    assert title(f"Brexit - what now? - Quay Gazette\n\n{ARTICLES['en'][2]}\n", recurring) == "Brexit - what now?"
    assert title(f"Oslo – a town – Politics – Quay Gazette\n\n{ARTICLES['en'][2]}\n", recurring) == "Oslo – a town"


def test_the_first_line_of_a_clean_text_is_the_title_above_a_long_standfirst() -> None:
    standfirst = "Islanders crossed in February; mainlanders not so much"
    assert title(f"A winter of ice?\n\n{standfirst}\n\n{ARTICLES['en'][2]}\n") == "A winter of ice?"


def test_blank_lines_around_a_standfirst_do_not_make_it_the_title_of_a_clean_text() -> None:
    headline, _, body = ARTICLES["en"]
    standfirst = "Six members of the harbour council chose to pay; two wanted fewer ferries"
    assert title(f"4 March 2031 | 13:40\n{headline}\n\n{standfirst}\n\nBy Ada Lund\n\n{body}\n") == headline


def test_the_title_of_the_document_that_is_repeated_above_the_body_is_the_headline() -> None:
    headline = "Ice on the bay – what the council knew"
    assert title(page("en", above=f"{headline}\n", head=f"{headline}\nAda Lund, Per Voss of the Gazette")) == headline


def test_the_headline_stands_below_a_gallery_that_has_each_caption_twice() -> None:
    headline, _, body = ARTICLES["en"]
    caption = (
        "The ferry Merrow leaves the pier of the old harbour on Monday, 3 March 2031, with forty islanders on board."
    )
    head = f"{caption}\n{caption}\nPhoto: Ada Lund\nImage 1 of 4\n{headline}\n1 / 4"
    assert title(f"{head}\n{body}\n") == headline
    first, *others = body.split("\n")
    far_below = [first, *(f"{number}. {line}" for number in range(12) for line in others), first, headline, *others]
    assert title("\n".join(far_below)) != headline


def test_a_long_run_of_dots_and_letters_is_searched_quickly_for_the_outlet() -> None:
    dotted = "a." * 100_000 + "1 "
    text = f"Ice on the bay - quay gazette\n\n{ARTICLES['en'][2]}\n{dotted}quay gazette\n"
    assert title(text) == "Ice on the bay - quay gazette"


def test_a_line_that_ends_in_a_broken_word_is_no_title() -> None:
    wrapped = (
        "The harbour council met on Monday evening to set-\ntle how many ferries will cross the bay, and who will\npay."
    )
    assert title(f"{wrapped}\n") == ""
    assert title(f"Ice on the bay\n\n{wrapped}\n") == "Ice on the bay"


def test_a_recurring_headline_is_the_title_if_the_title_of_the_document_has_it() -> None:
    headline = ARTICLES["en"][0]
    text = page("en", above=f"{headline} - Quay Gazette\n", head=f"{headline}\nThe best boats of the year")
    assert title(text, frozenset({headline, f"{headline} - Quay Gazette", "The best boats of the year"})) == headline


def test_a_caption_is_not_the_title_while_there_is_another_line() -> None:
    headline, credit, body = ARTICLES["en"]
    caption = "The ferry crosses the bay to the islands (Photo: Bay Archive)"
    assert title(f"{caption}\n{headline}\n{caption}\n{credit}\n{body}\n") == headline


def test_the_title_of_a_text_without_a_body_is_its_first_line() -> None:
    [draft] = run_steps(Draft("Harbour dock\n\nferry quay boat harbour quay ferry boat quay\n"))
    assert draft.text[slice(*draft.title)] == "Harbour dock"


ELEMENTS = {
    language: lines
    for language, *lines in (
        block.split("\n", 7)
        for block in Path(__file__).with_name("elements_of_languages.txt").read_text("utf-8").strip().split("\n\n")
    )
}
"""Kicker, headline, standfirst, byline, timestamp, caption and body of an article without a page around it."""


@pytest.mark.parametrize("language", sorted(ELEMENTS))
def test_kicker_standfirst_and_caption_are_not_the_title(language: str) -> None:
    kicker, headline, standfirst, byline, stamp, caption, body = ELEMENTS[language]
    assert title("\n".join((kicker, headline, standfirst, byline, stamp, body, ""))) == headline
    assert title("\n".join((stamp, kicker, headline, standfirst, byline, body, ""))) == headline
    assert title("\n\n".join((caption, kicker, headline, byline, stamp, body, ""))) == headline


def test_a_headline_above_a_timestamp_may_end_like_a_sentence() -> None:
    headline, body = "The ferries of the harbour are too old. The council will pay.", ARTICLES["en"][2]
    standfirst = "The islands had feared that they would be cut off by the ice once more."
    assert title(f"Harbour\n{headline}\n{standfirst}\nBy Ada Lund\n4 March 2031\n{body}\n") == headline
    assert title(f"Harbour ferries\n{headline}\n{body}\n") == "Harbour ferries"


@pytest.mark.parametrize(
    "headline", ["Ice on the bay – #WinterAtSea", "Ferries in the ice | Which of them still cross the bay"]
)
def test_a_hashtag_or_a_long_part_behind_a_bar_is_part_of_the_title(headline: str) -> None:
    assert title(f"{headline}\n4 March 2031\n{ARTICLES['en'][2]}\nWinterAtSea\n") == headline


def test_a_web_address_is_cut_from_a_headline_below_other_lines() -> None:
    assert title(f"Harbour\nIce stops the boats of the bay - Quay.example\n{ARTICLES['en'][2]}\n") == (
        "Ice stops the boats of the bay"
    )


def test_a_credit_in_brackets_makes_a_caption() -> None:
    headline, credit, body = ARTICLES["en"]
    for end in ("(Bay Archive/Ada Lund)", "[Merrow Yards via Bay Wire]"):
        assert title(f"A ferry in the ice of the old harbour {end}\n{headline}\n{credit}\n{body}\n") == headline
