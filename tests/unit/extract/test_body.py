"""The region of the body of a whole page, and the boilerplate outside it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.boilerplate import find_boilerplate
from search.extract.draft import Draft, ExtractionOptions
from search.extract.line_scores import best_run, line_scores, without_lone
from search.extract.lines import split_lines
from search.extract.pipeline import run_steps
from search.extract.timestamps import find_timestamps

TITLE = "Ferries to cross the bay in winter"
MENU = "Home\nPolitics\nBusiness\nHarbour\nCulture\nWeather\nJobs\nSign in\nSubscribe\nSearch"
FOOTER = "About us\nContact us\nAdvertise with us\nTerms of use\nPrivacy policy\nFacebook\nTwitter\n© 2031 Quay Gazette"
TEASERS = """Most read
Mayor opens the new fish market hall
The hall has room for forty stalls and cost less than planned, the town treasurer said.
2 hours ago
Storm tears the roof off a boat shed
Nobody was hurt when the roof came down on the quay.
5 hours ago
School choir sings on the old lightship"""
PARAGRAPHS = (
    "The harbour council met on Monday evening to settle how many ferries will cross the bay in winter, and who pays.",
    "Two of the boats are older than the pier at which they moor. Their engines were repaired three times this year.",
    "“We cannot wait for another winter,” said Ada Lund, who leads the council. The islands would be cut off by ice.",
    "A new boat costs nine million crowns. The town has four, and asks the islands for the rest, at a fair interest.",
)
COMMENTS = """3 comments
harbourmaster
4 March 2031 at 09:12
I have sailed on the old boat for thirty years and would not give it away for anything that the council could buy.
ropewalker
4 March 2031 at 09:40
Nine million for one boat? They bought the last one for less than a tenth of that, and it still floats very well.
gull
4 March 2031 at 11:02
Ask the people on the islands what they think of paying for it. Nobody has done so yet, as far as I have heard.
kelp
4 March 2031 at 12:30
The council will do what it always does, and the old boats will cross the bay until one of them does not arrive."""

GOODS = ("Oilskin", "Sweater", "Scarf", "Lantern", "Rope", "Compass", "Kettle", "Blanket", "Boots", "Gloves")


def page(body: str, menu: str = MENU, below: str = f"{TEASERS}\n{FOOTER}") -> str:
    """The text of a whole page around a body."""
    return f"{TITLE}\n{menu}\n{TITLE}\n4 March 2031\n{body}\n{below}\n"


def article(text: str) -> Draft:
    """The draft of a text, taken as one article."""
    (draft,) = run_steps(Draft(text, ExtractionOptions(skip=frozenset({"split_articles"}))))
    return draft


def boilerplate(text: str) -> str:
    """The boilerplate of a text that is one article, a line for each zone."""
    return "\n".join(text[zone.start : zone.end] for zone in article(text).zones() if zone.kind == "boilerplate")


def region(text: str) -> str:
    """The region of the body of a whole page."""
    draft = article(text)
    assert draft.is_whole_page
    return text[draft.lines[draft.body[0]].start : draft.lines[draft.body[1] - 1].end]


def test_what_lies_outside_the_body_of_a_whole_page_is_boilerplate() -> None:
    body = "\n".join(PARAGRAPHS)
    without_times = TEASERS.replace("\n2 hours ago", "").replace("\n5 hours ago", "")
    assert boilerplate(page(body)) == f"{MENU}\n{without_times}\n{FOOTER}"


@pytest.mark.parametrize(
    "inside",
    [
        "What will change\nWho pays for it",
        "• the ferry Lark, built in 1988\n• the ferry Tern, built in 1991\n• the ferry Sanderling, built in 2004",
        "“Too late.”\n“Far too late.”",
        "Lark\nTern\nSanderling\nCurlew",
    ],
    ids=["subheads", "list with years", "quotes", "list of names"],
)
def test_short_lines_within_the_body_stay_body(inside: str) -> None:
    body = "\n".join((*PARAGRAPHS, inside, *PARAGRAPHS))
    assert not set(inside.split("\n")) & set(boilerplate(page(body)).split("\n"))


def test_comments_below_an_article_are_boilerplate_even_if_they_are_longer() -> None:
    outside = boilerplate(page("\n".join(PARAGRAPHS), below=f"{COMMENTS}\n{FOOTER}"))
    assert "I have sailed" in outside and "Ask the people" in outside
    assert not any(paragraph in outside for paragraph in PARAGRAPHS)


def test_days_far_from_the_article_are_boilerplate_but_not_its_own() -> None:
    text = page("\n".join(PARAGRAPHS), menu=f"Tuesday, 11 March 2031\n{MENU}", below=f"{COMMENTS}\n{FOOTER}")
    outside = boilerplate(text).split("\n")
    assert "Tuesday, 11 March 2031" in outside and "4 March 2031 at 12:30" in outside
    assert "4 March 2031" not in outside


def test_comments_are_boilerplate_if_names_and_times_stand_in_one_line() -> None:
    comments = COMMENTS.replace("\n4 March", " on 4 March").replace("09:12", "09:12 said:")
    assert "I have sailed" in boilerplate(page("\n".join(PARAGRAPHS), below=f"{comments}\n{FOOTER}"))


def test_a_link_to_the_comments_above_the_body_ends_no_article() -> None:
    introduction = " ".join(PARAGRAPHS)
    outside = boilerplate(page("\n".join((introduction, "3 comments", *PARAGRAPHS))))
    assert not any(paragraph in outside for paragraph in PARAGRAPHS)


def test_a_link_to_the_comments_above_the_text_ends_no_article_though_comments_stand_below_it() -> None:
    introduction = " ".join(PARAGRAPHS)
    text = page("\n".join((introduction, "3 comments", *PARAGRAPHS * 2)), below=f"{COMMENTS}\n{FOOTER}")
    outside = boilerplate(text)
    assert not any(paragraph in outside for paragraph in PARAGRAPHS)
    assert "Ask the people" in outside


@pytest.mark.parametrize("says", ["says:", "sagt:", "said..."])
def test_comments_without_a_heading_begin_at_the_first_who_comments(says: str) -> None:
    comments = re.sub(r"^(\w+)\n4 March.*$", rf"\1 {says}", COMMENTS.partition("\n")[2], flags=re.MULTILINE)
    outside = boilerplate(page("\n".join(PARAGRAPHS), below=f"{comments}\n{FOOTER}"))
    assert f"harbourmaster {says}\nI have sailed" in outside and "Ask the people" in outside
    assert not any(paragraph in outside for paragraph in PARAGRAPHS)


def test_one_person_who_speaks_often_writes_no_comments() -> None:
    body = "\n".join(f"The council says:\n{paragraph}" for paragraph in PARAGRAPHS)
    outside = boilerplate(page("\n".join((*PARAGRAPHS, body))))
    assert not any(paragraph in outside for paragraph in PARAGRAPHS)


def test_prose_that_is_scattered_between_names_and_prices_is_the_body() -> None:
    text = "It is light, it keeps the rain out for a whole winter, and none of the crew would go to sea without it."
    goods = [f"{name} of the islands\n{text} {name}.\nNOK {price}\nBuy now" for price, name in enumerate(GOODS, 50)]
    body = region(page("\n".join((*PARAGRAPHS, *goods))))
    assert PARAGRAPHS[0] in body
    assert body.count(text) == len(GOODS)


def test_links_to_other_articles_between_paragraphs_are_boilerplate() -> None:
    links = (
        "Related\nMayor opens the new fish market hall\nStorm tears the roof off a boat shed\nChoir sings on the ship"
    )
    outside = boilerplate(page("\n".join((*PARAGRAPHS, links, *PARAGRAPHS))))
    assert links in outside
    assert not any(paragraph in outside for paragraph in PARAGRAPHS)


@pytest.mark.parametrize(
    "heading", ["Editor’s picks", "More from the harbour", "Weitere Artikel:", "LEA TAMBIÉN", "関連記事"]
)
def test_short_lines_below_a_heading_of_links_are_boilerplate_up_to_the_next_paragraph(heading: str) -> None:
    links = f"{heading}\nThe 10 best piers of the islands\nMayor opens the new fish market hall"
    body = (*PARAGRAPHS, links, *PARAGRAPHS, "Who pays for it", *PARAGRAPHS)
    outside = boilerplate(page("\n".join(body)))
    assert links in outside
    assert "Who pays for it" not in outside
    assert not any(paragraph in outside for paragraph in PARAGRAPHS)


@pytest.mark.parametrize("heading", ["Related", "More", "Up next", "Auch interessant", "À lire aussi"])
@pytest.mark.parametrize(
    "entries", ["Two onions\nOne fish\nSalt", "10 Uhr Regatta\n12 Uhr Konzert am Kai", "La mer\nLe port\nLes bateaux"]
)
def test_a_list_below_a_heading_of_links_is_body_in_a_text_that_is_no_whole_page(heading: str, entries: str) -> None:
    text = "\n".join((TITLE, *PARAGRAPHS, heading, entries, *PARAGRAPHS))
    assert not article(text).is_whole_page
    assert boilerplate(text) == heading


def test_a_long_list_below_a_heading_of_links_is_body_also_on_a_whole_page() -> None:
    boats = "\n".join(f"Boat {number} lies at the pier of the islands" for number in range(100))
    assert boats not in boilerplate(page("\n".join((*PARAGRAPHS, "More", boats, *PARAGRAPHS))))


def test_a_list_of_picks_belongs_to_the_article() -> None:
    picks = "\n".join(("Our picks", *(f"The best {name} of the islands" for name in GOODS)))
    assert boilerplate("\n".join((TITLE, *PARAGRAPHS, picks, *PARAGRAPHS))) == ""


FOOTNOTES = "".join(
    f"The boat {name} was built for the islands, whose council still owes half of it.[{it}] "
    for it, name in enumerate(GOODS)
)
LONG_SENTENCE = (
    f"The council asks who pays for {', for '.join(f'the {name} of the older ferry' for name in GOODS * 2)}."
)


@pytest.mark.parametrize("paragraph", [FOOTNOTES.rstrip(), LONG_SENTENCE], ids=["footnotes", "long"])
def test_a_paragraph_without_plain_ends_of_sentences_is_no_link(paragraph: str) -> None:
    assert len(paragraph) > 500
    outside = boilerplate(page("\n".join((*PARAGRAPHS, "See also", *[paragraph] * 3, *PARAGRAPHS))))
    assert paragraph not in outside


def test_the_beginning_of_an_article_is_body_above_a_long_list_of_links() -> None:
    links = "\n".join(f"Other news of the {name} of the islands" for name in GOODS * 3)
    body = "\n".join((*PARAGRAPHS * 3, links, *PARAGRAPHS * 4))
    assert region(page(body)) == body


def test_the_body_begins_with_prose() -> None:
    body = "\n".join(PARAGRAPHS)
    assert region(page(f"Number 24 of the Quay Gazette\n{body}")) == body


def test_a_page_of_figures_alone_has_no_region() -> None:
    arrivals = "\n".join(f"Boat {number} of the islands, north pier" for number in range(60))
    assert not article(page(arrivals)).is_whole_page


def test_a_list_or_table_directly_below_the_body_is_part_of_it() -> None:
    stops = "\n".join(f"{hour}:15 – {name} Bay, north pier\nPilots' House" for hour, name in enumerate(GOODS, 6))
    body = "\n".join((*PARAGRAPHS, "Where the ferries stop", stops))
    assert region(page(body)) == body.removesuffix("\nPilots' House")


def test_a_list_of_months_below_the_body_is_no_part_of_it() -> None:
    body = "\n".join(PARAGRAPHS)
    months = "\n".join(f"Month {month} of 2031" for month in range(1, 9))
    assert region(page(f"{body}\n{months}")) == body


@pytest.mark.parametrize("point", ["", "* "])
def test_a_list_of_winners_by_year_below_the_body_is_part_of_it(point: str) -> None:
    winners = "\n".join(f"{point}{year}: {name}" for year, name in enumerate(GOODS, 2021))
    body = "\n".join((*PARAGRAPHS, winners))
    assert region(page(body)) == body


@pytest.mark.parametrize("introduction", ["These boats cross the bay this winter:", "Diese Schiffe fahren im Winter:"])
def test_a_list_that_the_line_above_it_introduces_is_part_of_the_body(introduction: str) -> None:
    body = "\n".join((*PARAGRAPHS, introduction, "the Lark", "the Tern", "the Sanderling"))
    assert region(page(body)) == body
    untitled = body.replace(introduction, "Boats")
    assert region(page(untitled)) == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("more", [(), ("The boats that stay at the pier all winter:", *GOODS)])
def test_an_article_goes_on_below_long_lists_that_lines_introduce(more: tuple[str, ...]) -> None:
    introduction = "These boats cross the bay this winter:"
    text = "\n".join((*PARAGRAPHS, introduction, *GOODS * 4, *more, *PARAGRAPHS[:2]))
    assert region(page(text)) == text
    assert region(page(text.replace(introduction, "Boats of the islands in winter"))) == "\n".join(PARAGRAPHS)


def test_links_below_a_line_with_a_colon_that_no_prose_follows_are_no_part_of_the_body() -> None:
    body = "\n".join(PARAGRAPHS)
    links = "\n".join(("What else we know of the bay and its boats:", *GOODS * 5))
    assert region(page(f"{body}\n{links}")) == body


def test_a_day_below_the_first_of_two_headlines_is_the_articles_own() -> None:
    buttons = "\n".join(f"{name} guide" for name in (*GOODS, "Pier", "Ferry"))
    draft = article(page("\n".join((buttons, TITLE, *PARAGRAPHS))))
    day = next(number for number, line in enumerate(draft.lines) if line.text == "4 March 2031")
    assert draft.body[0] - day > 10
    assert draft.line_kind(day) == "stamp"


def test_an_article_that_goes_on_below_a_long_table_is_one_body() -> None:
    table = "\n".join(f"{name}\nIslands" for name in GOODS)
    body = "\n".join((*PARAGRAPHS * 4, table, *PARAGRAPHS * 3))
    assert region(page(body)) == body
    most_read = "\n".join((*PARAGRAPHS * 4, "Most read", table, *PARAGRAPHS * 3))
    assert region(page(most_read)) == "\n".join(PARAGRAPHS * 4)


def test_rows_of_a_table_that_recur_do_not_end_the_article_above_it() -> None:
    table = "\n".join(f"{name}\nIslands" for name in GOODS)
    text = page("\n".join((*PARAGRAPHS * 4, table, *PARAGRAPHS * 3)))
    most_read = text.replace(table, f"Most read\n{table}")
    options = ExtractionOptions(frozenset({"split_articles"}), recurring=frozenset({GOODS[3], "Most read"}))
    (draft,), (with_teasers,) = run_steps(Draft(text, options)), run_steps(Draft(most_read, options))
    assert draft.body[1] - draft.body[0] == len(PARAGRAPHS) * 7 + 2 * len(GOODS)
    assert with_teasers.body[1] - with_teasers.body[0] == len(PARAGRAPHS) * 4


def test_the_standfirst_is_below_the_last_headline_and_links_below_it_are_boilerplate() -> None:
    standfirst = "Two of the four boats are older than the pier, and the town has no money for a new one"
    links = "Choir sings on the old lightship in the bay\nStorm tears the roof off a shed at the pier"
    caption = "The ferry Tern at the old pier on a day in January"
    menu = "\n".join(f"{name} of the islands" for name in GOODS * 4)
    text = page("\n".join((standfirst, links, caption, *PARAGRAPHS)), menu)
    zones = [(zone.kind, text[zone.start : zone.end]) for zone in article(text).zones()]
    assert [it for it in zones if it[0] in ("standfirst", "caption")] == [
        ("standfirst", standfirst),
        ("caption", caption),
    ]
    assert links in boilerplate(text)


def test_a_list_below_known_boilerplate_is_no_part_of_the_body() -> None:
    body = "\n".join(PARAGRAPHS)
    most_read = "\n".join(f"{place}. {name} found at sea" for place, name in enumerate(GOODS, 1))
    assert region(page(f"{body}\nMost read\n{most_read}")) == body


def test_a_long_body_between_links_is_found_without_any_known_word() -> None:
    menu = "\n".join(f"Ordo {name}" for name in GOODS)
    body = "\n".join(PARAGRAPHS * 4)
    assert region(page(body, menu, menu)) == body
    assert not article(page("\n".join(PARAGRAPHS), menu, menu)).is_whole_page


@pytest.mark.parametrize(("above", "is_page"), [(5, True), (4, False)])
def test_some_links_above_a_long_body_and_many_below_it_make_a_whole_page(above: int, is_page: bool) -> None:
    """A title stands above the body two times, which is one line more. A list at the end of a text is no menu."""
    body, links = "\n".join(PARAGRAPHS * 4), [f"Ordo {name} {it}" for name in GOODS for it in ("primus", "secundus")]
    found = article(page(body, "\n".join(links[:above]), "\n".join(links[above:])))
    assert found.is_whole_page == is_page


@pytest.mark.parametrize(
    "front",
    [
        "Harbour\n{title}\nTove Ek",
        "Harbour\n{title}\nTove Ek\nNorholm",
        "{title}\nHarbour\n{title}\nWhat the islands sail\nBy Tove Ek\nNorholm",
    ],
)
@pytest.mark.parametrize("entry", ["{name} Ek, Sweden", "The {name}", "Best boat: {name}"])
def test_an_article_that_ends_in_a_list_stays_whole(front: str, entry: str) -> None:
    teams = "\n".join(entry.format(name=f"{name}{it}") for name in GOODS for it in ("", "mate"))
    text = "\n".join((front.format(title=TITLE), *PARAGRAPHS * 4, "The teams", teams))
    assert boilerplate(text) == ""


def test_points_above_the_body_are_a_standfirst_and_buttons_are_not() -> None:
    points = "• Four boats this winter\n• Islands to pay"
    text = page("\n".join((points, "Save for later", *PARAGRAPHS)))
    outside = boilerplate(text)
    assert "Save for later" in outside
    assert not any(point in outside for point in points.split("\n"))


@pytest.mark.parametrize(
    "notice",
    [
        "Our Harbour newsletter has the tides of the week and all news of the pier every Friday morning.",
        "You may leave whenever you like. By pressing the button you agree to our terms of use and to letters.",
        "This page has links to shops. If you buy a lantern through one of them, we may earn a small commission.",
        "Ada Lund is a senior reporter for the Quay Gazette. She lives on the islands and sails an old wooden boat.",
        "Ada Lund covers the harbour and the islands. She has been at sea for thirty winters, and never lost a boat.",
        "Ada Lund schreibt über Inseln. Follow her on the two networks on which she posts pictures of old ferries.",
        "Ada Lund ist Redakteurin der Hafenzeitung. Sie wohnt auf den Inseln und segelt selbst ein altes Holzboot.",
        "Ihre E-Mail-Adresse wird nicht veröffentlicht. Bitte bleiben Sie freundlich, auch wenn der Wind nicht dreht.",
        "Alle Inhalte: Hafenzeitung. Alle Rechte vorbehalten, auch die der Bilder von Schiffen und alten Fähren.",
        "Ada Lund est journaliste à la Gazette du port. Elle vit dans les îles et navigue sur un vieux bateau en bois.",
        "Recibe cada viernes nuestra newsletter con las mareas de la semana y las noticias del puerto y de las islas.",
        "Seu endereço de e-mail não será publicado. Escreva com calma, porque o vento do porto muda todos os dias.",
        "All that is said here of tides and sailing is for general information purposes only. Ask a pilot.",
        "This page does not constitute legal advice. Whoever rents a boat should read all of the contract beforehand.",
        "Die Kurse von Reedereien steigen und fallen. Dieser Beitrag ist keine Anlageberatung und kein Prospekt.",
        "Este texto no constituye una recomendación de compra de barcos, ni de velas, ni de acciones.",
        "Quay Gazette and Pilots' House are registered trademarks of the Harbour Printing Works on the north pier.",
        "Views expressed in this column are those of Ada Lund alone. They need not be those of the harbour council.",
        "At the time of writing Ada Lund did not hold shares of any of the shipping lines mentioned in this article.",
        "Lund A. Ice and timetables of small ferries. Cold Harbours. 2031;4(2):11-19. doi: 10.99999/ice.2031.4",
        "A version of this article will be on the second page on Tuesday. It appears in print with another headline.",
        "The Quay Gazette is an independent, nonprofit news organization. It has told of tides since 1911.",
        "Do you have a tip on smugglers? The harbour desk reads each letter, and never tells anyone who wrote to it.",
        "Like this story about old boats? There are more of them each Friday in the small red box next to the pier.",
        "Be at the pier in time. Sign up for our daily letter on tides, and never miss the last boat to the islands.",
        "Follow the harbour desk of the Quay Gazette on Instagram. It posts a picture of each boat that comes.",
        "Retrieved 4 March 2031 from www.harbour.example/tides, a list of the tides of the north pier and the bay.",
        "Lund A. Old piers. Retrieved March 4, 2031, from https://harbour.example/piers, with pictures of all piers.",
        "The content of this page is not intended to be a substitute for the advice of a pilot who knows the bay.",
        "These statements have not been evaluated by the Food and Drug Administration, nor by any pilot of the bay.",
        "Quay logo, Quay TV, iQuay and iQuay touch are registered trademarks of Harbour Inc. Tern is one of Ek, Inc.",
        "All names of ships, boats and piers on this page are trademarks of their respective owners, on sea and land.",
        "This material may not be published, read out at sea, rewritten or painted on boats by anybody on the islands.",
        "Ada Lund can be reached at ada@harbour.example, or at the red door next to the pier on any Friday evening.",
        "Readers keep us afloat: a gift of any size pays for our independent journalism on tides, boats and piers.",
        "Your words will stand below in an hour. Please read our community guidelines before you write of storms.",
        "Все права защищены. Картинки кораблей и старых паромов можно печатать, только если редакция согласна с этим.",
    ],
)
def test_what_a_site_says_of_itself_is_boilerplate_at_an_end_of_the_body_and_body_within(notice: str) -> None:
    body = "\n".join(PARAGRAPHS)
    assert region(page(f"{notice}\n{body}\nThe harbour desk\n{notice}")) == body
    assert notice not in boilerplate(page("\n".join((body, *PARAGRAPHS * 4, notice, *PARAGRAPHS * 4, body))))


@pytest.mark.parametrize(
    "prose",
    [
        "Divers retrieved the black box from U.S. waters late on Friday, and the coast guard took it to the pier.",
        "The 12 letters were retrieved on Monday from an old chest in the cellar of the harbour council.",
        "The ministry did not provide any further travel advice to the families of the sailors on the islands.",
        "The rules are not intended to replace the advice of the harbour master, who has sailed for forty years.",
        "The council said that its letter to the sailors did not constitute advice on how to cross the bay in winter.",
        "He later apologised for the views expressed in the letter, which the council had called harmful to the town.",
        "The minister said that the opinions expressed by the judge were his own, and that the case would go on.",
        "The Bay Observer is a Norwegian online news organisation whose founder was arrested in Oslo on Monday.",
        "The Bay Observer is an independent news organisation that printed the letters of the minister in May.",
        "The brewer says that the name of the ale is a registered trademark, and the court agreed on Friday.",
        "Harbour Ale is a registered trademark, but the court let two other brewers use the name of the ale.",
        "The drug has not been evaluated by the regulator of Norway, which will decide on it in the spring.",
        "Judges of the last two winters are in discussions to sign up for the new series, the producers said.",
        "The weekly said that the list was for information purposes only, and that no ferry had been bought so far.",
        "He owns three of the seven boats mentioned in this report to the council, and his brother owns the others.",
        "The court ruled that the drawings of the pier are not protected by copyright, as they are too old for that.",
        "The judge ruled that the material may not be published before the trial of the two captains is over.",
        "Neither the islands nor the town will agree to the price, and nobody expects them to agree to our next one.",
        "“We hope to get an answer from the commission in May,” said Ada Lund, who leads the council of the islands.",
        "The network said on Friday that the picture of the wreck had broken its community standards twice.",
        "The captain could not be reached at his house on the islands, and his lawyer did not wish to speak.",
        "The island of the two lighthouses can be reached at low tide, when the sand bank is as dry as the pier.",
        "The fund has paid for independent journalism on the islands since the only paper was closed in spring.",
        "More people than ever subscribe to the idea that ferries should be free for those who live on an island.",
        "Two of the guards were told to follow them on foot, and lost both of them in the crowd on the quay.",
        "A fault in JavaScript let strangers read the letters of the pilots in every browser until Friday evening.",
        "The firm that sells the robots says that none of them has solved a reCAPTCHA since the summer of last year.",
        "Pilots said that the privacy policy of the harbour was changed, and that its new rules did not apply to them.",
        "The Winter Plan covers all the islands of the bay, and the ferries of the town as far as the lighthouse.",
        "Ada Lund ended by saying that the islands should light a lamp if, in her words, “you agree, or are at sea”.",
        "The newsletter of the pilots told of the fire first, a day before anyone could get the captain to speak.",
        "The old ferry line sold cheaper tickets, while the new one offered subscribers unlimited access to all boats.",
        "Like this summer's storm, will the winter sink half of the boats? Nobody on the pier could say so on Monday.",
    ],
)
def test_what_an_article_tells_in_the_words_of_a_notice_stays_body_at_its_ends(prose: str) -> None:
    body = "\n".join(PARAGRAPHS)
    assert region(page(f"{body}\n{prose}\n{PARAGRAPHS[0]}")) == f"{body}\n{prose}\n{PARAGRAPHS[0]}"
    assert region(page(f"{prose}\n{body}")) == f"{prose}\n{body}"


BOX = "Tove Ek lives on the islands with two dogs. She has been at sea for thirty winters and never lost a boat."
MORE = "Her boat is older than both dogs. It was built by an uncle on the north pier, and it has been sunk only once."
NAMELESS = f"{BOX.replace('Tove Ek', 'The writer')}\n{MORE}"


@pytest.mark.parametrize(
    "byline",
    [
        "By Tove Ek",
        "Tove Ek",
        "Von Tove Ek",
        "By Tove Ek 4 March 2031",
        "By Tove Ek | Published 4 March 2031, 09:10",
        "By Tove Ek\nTove Ek writes about all that floats or sinks.",
    ],
)
@pytest.mark.parametrize("box", [BOX, f"Tove Ek\n{NAMELESS}", f"• Tove Ek\nHarbour desk\n{NAMELESS}"])
def test_the_box_on_the_author_is_no_part_of_the_body(byline: str, box: str) -> None:
    body = "\n".join(PARAGRAPHS)
    assert region(page(f"{byline}\n{body}\n{box}")) == body


GARDENING = (
    "Gardeners prune apple trees before spring, because fresh cuts heal faster. Sharpened shears leave smoother edges, "
    "while blunt blades bruise bark and invite fungus. Beginners should practise upon hazel bushes first of all."
)


@pytest.mark.parametrize("label", ["Share", "Advertisement", "Read more"])
def test_prose_below_a_button_or_an_advertisement_within_an_article_is_body_in_any_words(label: str) -> None:
    body = "\n".join((*PARAGRAPHS * 4, label, GARDENING))
    assert region(page(body)) == body


def test_an_entry_of_the_contents_is_no_name_of_an_author() -> None:
    contents = "Why Now\nWho Pays\nExtending Piers"
    body = "\n".join((*PARAGRAPHS, "Why Now", *PARAGRAPHS, "Who Pays", *PARAGRAPHS, "Extending Piers", *PARAGRAPHS[:3]))
    assert region(page(f"{contents}\n{body}")) == body


def test_the_box_on_the_author_ends_the_body_also_above_other_articles() -> None:
    body, others = (
        "\n".join(PARAGRAPHS * 4),
        "\n".join((*GOODS[:5], *(it.replace("boat", "hall") for it in PARAGRAPHS))),
    )
    assert region(page(f"By Tove Ek\n{body}\nTove Ek\n{NAMELESS}\n{others}")) == body
    assert region(page(f"By Tove Ek\n{PARAGRAPHS[0]}\nTove Ek\n{NAMELESS}\n{others}\n{body}")).endswith(body)


@pytest.mark.parametrize(
    ("above", "within"),
    [
        ("Ida Moe", ""),
        ("Tove Ek\nTove Ek leaves the harbour council after eleven winters", ""),
        (
            "Tove Ek",
            "The council asked Tove Ek for her opinion of the ferries, and of the new boat, on Monday evening.",
        ),
    ],
    ids=["no author", "in a headline", "in the body"],
)
def test_a_person_of_whom_the_article_tells_has_no_box(above: str, within: str) -> None:
    assert region(page("\n".join(filter(None, (above, *PARAGRAPHS, within, BOX))))).endswith(BOX)


def test_sentences_below_the_headline_that_have_the_words_of_the_body_belong_to_the_article() -> None:
    summary = f"Now, {' '.join(PARAGRAPHS[:2])}"
    other = " ".join(f"The {name} of the old hall is sold at noon." for name in GOODS[:5])
    buttons = "Share\nSave\nPrint\nCopy link\nPilots' House\nAsk the Gazette"
    outside = boilerplate(page("\n".join((summary, other, *[buttons] * 4, *PARAGRAPHS * 4))))
    assert summary not in outside
    assert other in outside


def test_a_caption_directly_below_the_body_is_no_boilerplate() -> None:
    text = page("\n".join((*PARAGRAPHS, "Share", "Photo: The old pier in winter (Quay Gazette)")))
    assert [text[zone.start : zone.end] for zone in article(text).zones() if zone.kind == "caption"] == [
        "Photo: The old pier in winter (Quay Gazette)"
    ]


def test_a_body_of_wrapped_lines_is_found() -> None:
    wrapped = "\n".join(
        f"The {name} of the islands has to keep the rain out for a whole\nwinter, and two of the crew of the Tern\n"
        "would not go to sea without it now."
        for name in GOODS
    )
    assert region(page(wrapped)) == wrapped


@pytest.mark.parametrize(
    ("menu", "body", "below"),
    [
        (
            "Startseite\nPolitik\nWirtschaft\nSport\nKultur\nWetter\nAnmelden\nSuche",
            "Der Hafenrat hat am Montagabend beraten, wie viele Fähren im Winter die Bucht queren und wer zahlt.\n"
            "Zwei der Boote sind älter als der Steg, an dem sie liegen. Ihre Motoren wurden dreimal repariert.\n"
            "„Wir können nicht noch einen Winter warten“, sagte Ada Lund. Die Inseln wären vom Eis abgeschnitten.\n"
            "Ein neues Boot kostet neun Millionen Kronen. Die Stadt hat vier und bittet die Inseln um den Rest.",
            "Mehr zum Thema\nNeue Fischhalle eröffnet\nSturm deckt Bootshaus ab\nImpressum\nFacebook\nTwitter\n"
            "© 2031 Bucht-Anzeiger",
        ),
        (
            "ホーム\n政治\n経済\nスポーツ\n文化\n天気\nログイン\n検索",
            "港の委員会は月曜日の夜に集まり、冬に湾を渡る船を何隻にするか、そして誰が費用を払うかを話し合った。\n"
            "二隻の船は、それがつながれている桟橋よりも古い。機関は春から三度も修理され、もう直すことができない。\n"
            "「次の冬まで待つことはできない」と委員長は述べた。島は氷で閉ざされ、医者も学校も遠くなるという。\n"
            "新しい船は九百万クローネである。町には四百万しかなく、残りを島に頼んでいる。利子は低いという。",
            "関連記事\n新しい魚市場が開く\n嵐で小屋の屋根が飛ぶ\n会社案内\nFacebook\nTwitter\n© 2031 入江新聞",
        ),
        (
            "首页\n政治\n经济\n体育\n文化\n天气\n登录\n搜索",
            "港口委员会周一晚上开会，商议冬天有几艘渡轮横渡海湾，以及由谁来支付两艘最旧的船的费用，会议一直开到深夜。\n"
            "其中两艘船比它们停靠的码头还要旧。它们的发动机从春天起已经修理了三次，现在再也修不好了，船员们都这么说。\n"
            "委员会主席说：“我们不能再等一个冬天。”岛屿会被冰封住，医生和学校都会变得很远，居民们对此已经抱怨多年。\n"
            "一艘新船要九百万克朗。镇上只有四百万，其余的请岛上的居民来承担，利息很低，但是许多人还没有作出决定。",
            "相关新闻\n新的鱼市场开业\n风暴掀翻船棚屋顶\n关于我们\nFacebook\nTwitter\n© 2031 海湾报",
        ),
        (
            "홈\n정치\n경제\n스포츠\n문화\n날씨\n로그인\n검색",
            "항만 위원회는 월요일 저녁에 모여 겨울에 배 몇 척이 만을 건널지 정했다.\n"
            "배 두 척은 정박한 부두보다 오래되었고 봄부터 기관을 세 번이나 고쳤다.\n"
            "위원장은 섬들이 한 해 겨울을 더 기다릴 수 없다고 말했다. 얼음이 길을 막는다.\n"
            "새 배는 구백만 크로네이다. 시에는 사백만이 있고 나머지는 섬에 부탁한다.",
            "관련기사\n새 어시장 문 열다\n폭풍에 지붕 날아가\n회사소개\nFacebook\nTwitter\n© 2031 만 신문",
        ),
        (
            "मुखपृष्ठ\nराजनीति\nव्यापार\nखेल\nसंस्कृति\nमौसम\nप्रवेश\nखोज",
            "बंदरगाह परिषद सोमवार शाम को मिली और उसने तय किया कि सर्दियों में कितनी नावें खाड़ी पार करेंगी और खर्च कौन देगा।\n"
            "दो नावें उस घाट से भी पुरानी हैं जहाँ वे खड़ी रहती हैं। वसंत से अब तक उनके इंजन तीन बार ठीक किए जा चुके हैं।\n"
            "परिषद की अध्यक्ष ने कहा कि द्वीप एक और सर्दी इंतज़ार नहीं कर सकते। बर्फ़ उन्हें हर साल हफ़्तों तक अलग कर देती है।\n"
            "एक नई नाव नब्बे लाख की है। नगर के पास चालीस लाख हैं और वह बाकी रक़म द्वीपों से कम ब्याज पर माँग रहा है।",
            "यह भी पढ़ें\nनया मछली बाज़ार खुला\nतूफ़ान ने छत उड़ाई\nहमारे बारे में\nFacebook\nTwitter\n© 2031 खाड़ी समाचार",
        ),
        (
            "หน้าแรก\nการเมือง\nเศรษฐกิจ\nกีฬา\nวัฒนธรรม\nอากาศ\nเข้าสู่ระบบ\nค้นหา",
            "\n".join(
                "สภาท่าเรือประชุมกันเมื่อเย็นวันจันทร์เพื่อตกลงว่าในฤดูหนาวจะมีเรือข้ามฟากกี่ลำข้ามอ่าว"
                "และใครจะเป็นผู้จ่ายค่าเรือเก่าสองลำ"
                f"ซึ่งเครื่องยนต์ได้ซ่อมมาแล้ว {times} ครั้งตั้งแต่ฤดูใบไม้ผลิ"
                for times in range(3, 7)
            ),
            "ข่าวที่เกี่ยวข้อง\nตลาดปลาแห่งใหม่เปิดแล้ว\nพายุพัดหลังคาโรงเรือ\nเกี่ยวกับเรา\nFacebook\nTwitter\n© 2031 ข่าวอ่าว",
        ),
        (
            "الرئيسية\nسياسة\nاقتصاد\nرياضة\nثقافة\nطقس\nدخول\nبحث",
            "اجتمع مجلس الميناء مساء الاثنين ليقرر عدد العبارات التي ستعبر الخليج في الشتاء ومن سيدفع ثمن السفينتين.\n"
            "اثنتان من السفن أقدم من الرصيف الذي ترسوان عنده. وقد أصلحت محركاتهما ثلاث مرات منذ الربيع ولم تعد تعمل.\n"
            "قالت رئيسة المجلس إن الجزر لا تستطيع الانتظار شتاء آخر. فالجليد يقطعها عن المدينة أسابيع طويلة كل عام.\n"
            "تكلف السفينة الجديدة تسعة ملايين. لدى المدينة أربعة منها، وهي تطلب من الجزر الباقي بفائدة منخفضة جدا.",
            "اقرأ أيضا\nافتتاح سوق السمك الجديد\nعاصفة تقتلع سقف المخزن\nمن نحن\nFacebook\nTwitter\n"
            "© 2031 جريدة الخليج",
        ),
    ],
    ids=["German", "Japanese", "Chinese", "Korean", "Hindi", "Thai", "Arabic"],
)
def test_the_body_is_found_in_many_scripts(menu: str, body: str, below: str) -> None:
    outside = boilerplate(page(body, menu, below)).split("\n")
    assert set(menu.split("\n")) | set(below.split("\n")) <= set(outside)
    assert not set(body.split("\n")) & set(outside)


CLEAN = {
    "poem": "\n".join(("The ferry leaves", "with all its lights", "the gulls go home", "the island waits") * 6),
    "transcript": "\n".join(("LUND: We met on Monday.", "REPORTER: Who pays?", "LUND: The town pays half") * 8),
    "wrapped": "\n".join(
        ("the harbour council met on Monday evening to settle how many ferries", "Lark and Tern will cross the bay.")
        * 8
    ),
    "recipe": "Fish soup of the islands\n"
    + "\n".join(("two onions", "one leek", "butter", "cream", "dill", "cod", "salt", "six potatoes", "saffron"))
    + "\nChop the onions and the leek, and let them get soft in butter. Add the potatoes, and water to cover them.",
    "contacts": "\n".join(PARAGRAPHS)
    + "\nAda Lund\nHead of the council\nTown of the Bay\nOld Pier\nOffice of the harbour\nHouse of the pilots\n"
    "https://bay.example/council\nhttps://bay.example/ferries\n@bayferries\n#ferries\nFerry office\nTicket office",
    "buttons": "\n".join(PARAGRAPHS) + "\nShare\nFacebook\nTwitter\nAda Lund\nTown of the Bay",
    "results": "The regatta ended on Sunday. The wind was weak on the first two days, and strong on the last one.\n"
    + "\n".join(f"Boat {name}\n{place}" for place, name in enumerate(("Lark", "Tern", "Gull", "Knot", "Rail"), 1)),
}


@pytest.mark.parametrize("kind", CLEAN)
def test_nothing_of_a_clean_article_is_outside_its_body(kind: str) -> None:
    (draft,) = run_steps(Draft(f"{TITLE}\n\n{CLEAN[kind]}\n"))
    assert not draft.is_whole_page


PROSE = (
    "The harbour council met on Monday evening to settle how many ferries will cross the bay in winter, and who pays."
)
LINKS = " ".join(f"{name} of the islands" for name in GOODS * 2)


@pytest.mark.parametrize(
    ("lines", "lowest", "highest"),
    [
        (PROSE, 60, 120),
        (f"{PROSE} {PROSE} {PROSE}", 300, 400),
        (f"{PROSE[:-1]} ...", 0, 0),
        (5 * f"{PROSE} " + "...", 500, 600),
        ("Mayor opens the new fish market hall", -60, -60),
        ("“We cannot wait for another winter.”", 1, 60),
        ("What will be next?", 1, 60),
        ("Ingredients:", 0, 0),
        ("9 June: Old Pier Hall, Calder", 1, 10),
        ("NOK 58", -59, -1),
        ("12", 0, 0),
        ("*", 0, 0),
        ("2 hours ago", -120, -120),
        (LINKS, -60, -60),
        (LONG_SENTENCE, 500, 1000),
        ("“The boats are old,” she said, “and cold.” " * 20, 600, 900),
        ("Home › The islands › Harbour › Who will pay for the ferries that cross the bay in winter?", -60, -60),
        (
            "Cookies are of use on this website. They help us to know what people read.",
            -60,
            -60,
        ),
        ("The ferries Lark and Tern have crossed the\nbay for thirty years.", 1, 60),
        ("Mayor opens the new fish market hall\no Home", -60, -60),
    ],
)
def test_prose_speaks_for_the_body_and_short_lines_against_it(lines: str, lowest: int, highest: int) -> None:
    draft = Draft(lines)
    for step in (split_lines, find_timestamps, find_boilerplate):
        draft = step(draft)
    assert lowest <= line_scores(draft)[0] <= highest


def test_prose_between_two_short_lines_speaks_less_for_the_body() -> None:
    assert without_lone([-60, 100, -60, 100, 100, -60, 40]) == [-60, 40, -60, 100, 100, -60, 0]


@given(st.lists(st.integers(-9, 9), max_size=12))
def test_the_best_run_has_the_highest_sum_of_all_runs(scores: list[int]) -> None:
    start, end = best_run(scores)
    sums = [sum(scores[i:j]) for i in range(len(scores)) for j in range(i, len(scores) + 1)]
    assert sum(scores[start:end]) == max(sums, default=0)
