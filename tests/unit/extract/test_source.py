"""Whose text it is: credits that name the outlet, and those that name another one."""

import pytest

from search.extract.draft import Draft
from search.extract.pipeline import run_steps

BODIES = {
    "en": "The ferry crossed the bay on Tuesday with forty people on board, and the crew said that the sea was calm.",
    "de": "Die Fähre hat am Dienstag mit vierzig Menschen die Bucht überquert, und das Wetter war den Tag über ruhig.",
    "fr": "Le bac a traversé la baie mardi avec quarante personnes à bord, et le temps était calme toute la journée.",
    "es": "El transbordador cruzó la bahía el martes con cuarenta personas a bordo, y el mar estuvo tranquilo.",
    "pt": "A balsa atravessou a baía na terça-feira com quarenta pessoas a bordo, e o mar esteve calmo todo o dia.",
    "ru": "Паром пересёк залив во вторник с сорока пассажирами на борту, и море весь день оставалось спокойным.",
    "ar": "عبرت العبارة الخليج يوم الثلاثاء وعلى متنها أربعون شخصا، وقال الطاقم إن البحر ظل هادئا طوال اليوم.",
    "ja": "渡し船は火曜日に四十人の乗客を乗せて湾を渡り、乗組員によると一日中穏やかだったという。",
}
MENU = "Home News Weather Jobs Cars Search Menu Share Facebook Login Archive Contact".split()  # noqa: SIM905


def clean(*lines: str, title: str = "Ferries to cross the bay", body: str = BODIES["en"]) -> Draft:
    """The article of a text of a title and a body, with lines at its end."""
    (found,) = run_steps(Draft("\n\n".join((title, body, f"{body} {body}", *lines))))
    return found


def page(*footer: str, behind: str = "", front: str = "", end: str = "", body: str = BODIES["en"]) -> Draft:
    """The article of a page with menus around it, with something behind its title, above and below its body."""
    title = "Ferries to cross the bay"
    lines = (f"{title}{behind}", *MENU, title, front, body, f"{body} {body}", body, end, *MENU, *footer)
    (found,) = run_steps(Draft("\n".join(filter(None, lines))))
    assert found.is_whole_page
    return found


@pytest.mark.parametrize(
    ("footer", "behind"),
    [
        (("© 2031 Quay Gazette",), " | Quay Gazette"),
        (("© 2031 Quay Gazette Ltd. All rights reserved.",), " - Quay Gazette"),
        (("About Quay Gazette", "© 2031 Quay Gazette"), ""),
        (("Quay Gazette newsletters", "© 2031 Quay Gazette"), ""),
        (("news@quaygazette.example", "© 2031 Quay Gazette"), ""),
        (("Contact the Quay Gazette", "© 2031 Quay Gazette, a division of Saltmarsh Times Company"), ""),
    ],
)
def test_a_copyright_line_names_the_outlet_of_a_page_that_says_the_name_elsewhere(
    footer: tuple[str, ...], behind: str
) -> None:
    assert page(*footer, behind=behind).source == "Quay Gazette"


@pytest.mark.parametrize(
    ("footer", "behind"),
    [
        (("© 2031 Quay Gazette",), ""),
        (("© 2031 Quay Gazette",), " | Saltmarsh Herald"),
        (("© 2031 CNN Holdings Network, LLC", "Get the CNN app"), ""),
        (("© 2031 CNN Holdings Network, LLC",), " | Quay Business"),
        (("Source: CNN",), ""),
        (("(Source: CNN)", "© 2031 Sun Hosting"), ""),
        (("© 2031 Star Apps", "The app store is a trademark"), ""),
        (("© 2031 Powered by Daily Press Theme",), ""),
        (("© 2031 Quay Sport", "https://sport.quay.example"), " | Sport"),
        (("© 2031 Quay Journal. Blog at bay.example.",), " | Boats and I"),
    ],
)
def test_a_credit_alone_does_not_say_whose_a_page_is(footer: tuple[str, ...], behind: str) -> None:
    assert page(*footer, behind=behind).source == ""


@pytest.mark.parametrize(
    "line",
    [
        "Copyright The Saltmarsh Times Limited 2031. All rights reserved.",
        "(c) 2031 Saltmarsh Herald. Visit it at www.saltmarshherald.example. Distributed by Bay Content Agency.",
        "© 2031 Saltmarsh Herald. Reprinted with permission.",
        "Copyright 2031 The Saltmarsh Herald Ltd.\nann.roe@saltmarshherald.example",
    ],
)
def test_the_copyright_line_of_a_text_from_elsewhere_does_not_name_the_outlet(line: str) -> None:
    assert clean(line).source == ""
    assert page(end=line).source == ""
    assert page("About Quay Gazette", "© 2031 Quay Gazette", end=line).source == "Quay Gazette"


@pytest.mark.parametrize(
    ("language", "behind", "footer", "source"),
    [
        ("de", "", ("© 2031 Norholmer Nachrichten 2.6411", "Über Norholmer Nachrichten"), "Norholmer Nachrichten"),
        ("de", " - Norholmer Zeitung", ("© 2031 Küstenmedien Verlag",), ""),
        ("fr", "", ("© 2031 Le Courrier du Port", "Abonnez-vous au Courrier du Port"), "Le Courrier du Port"),
        (
            "es",
            "",
            ("© 2031 Diario del Puerto, empresa de Grupo Bahía", "Sobre Diario del Puerto"),
            "Diario del Puerto",
        ),
        ("pt", "", ("Jornal da Baía", "Jornal do Porto", "© 2031 Jornal da Baía"), ""),
        ("ru", " | Вести Залива", ("© 2031 Вести Залива",), "Вести Залива"),
        ("ar", "", ("المصدر: BBC",), ""),
        ("ja", "", ("出典：CNN",), ""),
    ],
)
def test_pages_of_eight_languages(language: str, behind: str, footer: tuple[str, ...], source: str) -> None:
    assert page(*footer, behind=behind, body=BODIES[language]).source == source


def test_a_headline_may_cite_a_known_name_behind_a_dash() -> None:
    assert clean(title="Паромы будут ходить чаще – Reuters", body=f"Об этом пишет Reuters. {BODIES['ru']}").source == ""
    assert clean(title="Ferries to cross the bay - Reuters").source == "Reuters"


def test_the_outlet_of_a_dateline_or_a_byline_is_the_one_of_a_page_only_if_the_page_says_its_name() -> None:
    wire = f"BERGEN (CNN) — {BODIES['en']}"
    assert (clean(body=wire).source, clean(body=wire).agency) == ("CNN", "")
    for found in (page(body=wire), page(front="By Ann Roe\nCNN")):
        assert (found.source, found.agency) == ("", "CNN")
    assert page(body=wire, behind=" | CNN").source == "CNN"


def test_a_source_line_names_the_outlet_above_the_body_and_a_credit_below_it() -> None:
    for label in ("Source", "Outlet", "Quelle"):
        found = clean(title=f"Ferries to cross the bay\n{label}: Eastport Courier")
        assert (found.source, found.agency) == ("Eastport Courier", "")
    found = clean("Source: Eastport Courier")
    assert (found.source, found.agency) == ("", "Eastport Courier")


def test_a_part_of_a_page_may_have_the_credit_of_another_outlet() -> None:
    buttons = "Share Tweet Print Email Facebook".split()  # noqa: SIM905
    assert clean("Source: BBC News").source == "BBC"
    assert clean(*buttons, "Source: BBC News").source == ""


def test_a_teaser_about_an_outlet_does_not_make_it_the_one_of_the_page() -> None:
    assert page("What the council thinks about Quay Gazette", "© 2031 Quay Gazette").source == ""


def test_the_name_of_a_program_behind_a_title_is_no_outlet() -> None:
    assert clean(title="How to install the program - Node.js").source == ""


def test_a_site_that_all_pages_link_to_is_no_outlet() -> None:
    assert clean("https://www.facebook.com/sharer", title="New rules for all of its users - Facebook").source == ""
    assert (
        clean("https://www.quaygazette.example/a", title="New rules for all users - Quay Gazette").source
        == "Quay Gazette"
    )


def test_two_words_around_a_dash_are_no_title_before_an_outlet() -> None:
    assert clean("www.singapore.example", title="Singapur - Singapore").source == ""
