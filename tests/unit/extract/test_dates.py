"""Dates of articles: whole ones, those without a year, and days that the text only mentions."""

from itertools import accumulate

import pytest

from search.extract.articles import extract_articles, extract_reading
from search.extract.dates import find_dates
from search.extract.draft import DEFAULT_OPTIONS, Draft, ExtractionOptions, add_zones, whole_line
from search.extract.lines import split_lines
from search.extract.timestamps import find_timestamps
from search.types.article import Article, Dated, Zone
from search.types.files import FileText
from search.types.reading import Reading

BODY = (
    "The harbour council settled in the evening how many ferries are to cross the bay in winter, and who is to pay for "
    "the two oldest boats, whose engines were repaired three times since the spring and are now beyond repair."
)
OTHER = (
    "Researchers measured the nests of four thousand swallows between Easter and the first frost, counted eggs, and "
    "found that birds raised beneath wooden roofs grow heavier than those which hatch under plates of corrugated iron."
)
TITLE = "Ferries to cross the bay in winter"


def read(
    text: str, path: str = "news/a.txt", options: ExtractionOptions = DEFAULT_OPTIONS, modified: str = ""
) -> tuple[Article, ...]:
    """The articles of a file."""
    return extract_articles(path, FileText(text, "utf-8", "", len(text)), options, modified)


def one(text: str, path: str = "news/a.txt") -> Article:
    """The only article of a file."""
    (article,) = read(text, path)
    return article


def with_line(line: str, end: str = "", path: str = "news/a.txt") -> Article:
    """An article with a line below its title and text at its end."""
    return one(f"{TITLE}\n{line}\n\n{BODY}\n\n{end}\n", path)


def with_dateline(dateline: str, end: str = "", path: str = "news/a.txt") -> Article:
    """An article whose body begins with a dateline."""
    return one(f"{TITLE}\n\n{dateline} {BODY}\n\n{end}\n", path)


def stated(dated: Dated | None) -> tuple[str, str, str]:
    """A date, its provenance, and where its year comes from."""
    return (dated.when, dated.provenance, dated.year_from) if dated else ("", "", "")


def mentioned(article: Article) -> tuple[str, str]:
    """The mentioned day, and its words in the text."""
    if not article.mentions:
        return "", ""
    when, start, end = article.mentions
    return when, article.text[start:end]


LINES = {
    "Tuesday, 4 March": "2031-03-04",
    "4 March, 10:30": "2031-03-04T10:30",
    "Published: March 4": "2031-03-04",
    "4 March": "2031-03-04",
    "March 4th": "2031-03-04",
    "Tue, Mar. 4": "2031-03-04",
    "10:30 GMT, 4 March": "2031-03-04T10:30+00:00",
    "By Ann Roe | March 4": "2031-03-04",
    "March 4, 10:30 PM EST": "2031-03-04T22:30-05:00",
    "Dienstag, 4. März, 10:30 Uhr": "2031-03-04T10:30",
    "mardi 4 mars": "2031-03-04",
    "Publié le 1er mars à 10h30": "2031-03-01T10:30",
    "Publicado el martes, 4 de marzo": "2031-03-04",
    "Terça-feira, 4 de março": "2031-03-04",
    "martedì 4 marzo": "2031-03-04",
    "dinsdag 4 maart": "2031-03-04",
    "wtorek, 4 marca": "2031-03-04",
    "вторник, 4 марта, 10:30": "2031-03-04T10:30",
    "вівторок, 4 березня": "2031-03-04",
    "Atualizado em 4 de março": "2031-03-04",
    "dinsdag 4 maart om 10:30 uur": "2031-03-04T10:30",
    "3月4日 10:30": "2031-03-04T10:30",
    "3월 4일": "2031-03-04",
}


@pytest.mark.parametrize("line", LINES)
def test_a_timestamp_without_a_year_takes_the_year_of_its_folder(line: str) -> None:
    article = with_line(line, path="news-2031/a.txt")
    assert stated(article.dated) == (LINES[line], "inferred", "folder")
    undated = with_line(line)
    assert undated.dated is None
    assert mentioned(undated)[0] == LINES[line][:10].replace("2031", "-")


DATELINES = [
    *("CALDER, 4 March (Merrow Press) -", "CALDER, March 4 (Merrow Press) —", "Calder, 4 March (Merrow Press) -"),
    *("CALDER, Tuesday, March 4 (Merrow Press) —", "CALDER, March 4th /Merrow Press/ --", "CALDER, March 4 —"),
    *("PARIS, 4 mars (AFP) -", "BERLIN, 4. März (dpa) -", "MADRID, 4 de marzo (EFE) -", "ROMA, 4 marzo (ANSA) -"),
    *("МОСКВА, 4 марта (ТАСС) -", "LISBOA, 4 de março (Lusa) -"),
]


@pytest.mark.parametrize("dateline", DATELINES)
def test_a_dateline_without_a_year_takes_the_year_of_its_folder(dateline: str) -> None:
    article = with_dateline(dateline, path="2031/a.txt")
    assert stated(article.published) == ("2031-03-04", "inferred", "folder")
    assert mentioned(with_dateline(dateline))[0] == "--03-04"


@pytest.mark.parametrize(
    ("end", "year_from"),
    [
        ("© 2031 Merrow Press", "copyright line"),
        ("© Merrow Press 2019-2031. All rights reserved.", "copyright line"),
        ("(c) 2031 Merrow Press", "copyright line"),
        ("Copyright 2031 The Merrow Press", "copyright line"),
        ("Copyright Merrow Press 2031. All rights reserved.", "copyright line"),
        ("https://merrow.example/2031/03/04/ferries", "web address"),
        ("https://merrow.example/2031_03_04/ferries", "web address"),
        ("https://merrow.example/news/2031-03-04-ferries", "web address"),
        ("http://www.merrow.example/20310305/ferries.html", "web address"),
        ("merrow.example/2031/mar/04/ferries", "web address"),
        ("www.merrow.example/2031/03/ferries", "web address"),
        ("www.merrow.example/2031/ferries", "web address"),
        ("[Ferries](HTTPS://Merrow.example/2031/March/4/x)", "web address"),
        ("All that is on this page is © 2031 Merrow Press and must not be copied.", "copyright line"),
        ("Everything on these pages: (c) Merrow Press Ltd, 2028, 2031", "copyright line"),
        ("Updated: 5 March 2031", "timestamp"),
    ],
)
def test_a_year_is_inferred_from_the_text(end: str, year_from: str) -> None:
    for article in (with_line("Tuesday, 4 March", end), with_dateline("CALDER, March 4 (Merrow Press) -", end)):
        assert stated(article.published) == ("2031-03-04", "inferred", year_from)


@pytest.mark.parametrize(
    ("path", "year_from"),
    [
        *(("2031/a.txt", "folder"), ("2031/03/04/a.txt", "folder"), ("archive/2031-03/a.txt", "folder")),
        *(("news2031/a.txt", "folder"), ("2031/0001/a.txt", "folder"), ("20310304/a.txt", "folder")),
        *(("2031-03-04-title.txt", "file name"), ("a/title_2031_03_05.txt", "file name")),
        *(("20310304.txt", "file name"), ("2031/2031-03-04.txt", "file name")),
    ],
)
def test_a_year_is_inferred_from_names(path: str, year_from: str) -> None:
    assert stated(with_line("Tuesday, 4 March", path=path).published) == ("2031-03-04", "inferred", year_from)


@pytest.mark.parametrize(
    ("end", "path"),
    [
        ("", "news/a.txt"),
        ("© 2030 Merrow Press", "news-2031/a.txt"),
        ("© 2030 Merrow Press\n\nhttps://merrow.example/2031/03/04/ferries", "a.txt"),
        ("https://merrow.example/2030/x\n\nhttps://merrow.example/2031/y", "a.txt"),
        ("", "2030/2031/a.txt"),
        ("Updated: 5 March 2031", "2030/a.txt"),
        ("https://merrow.example/2031/04/01/another-story", "a.txt"),
        ("https://merrow.example/2031/03/14/another-story", "a.txt"),
        ("", "2031-03-24/a.txt"),
        ("https://merrow.example/2031-world-cup", "a.txt"),
        ("", "plans-for-2031.txt"),
        ("", "2031.txt"),
        ("", "2031-32/a.txt"),
        ("", "1920x1080/a.txt"),
        ("", "corpus-v2024.1/a.txt"),
        ("From “The Bay”. Copyright © 1998 by Ann Roe. Reprinted with permission.", "a.txt"),
        ("https://merrow.example/uploads/2029/03/boat.jpg", "a.txt"),
        ("© 1998-present Merrow Press", "a.txt"),
        ("© Merrow Press since 1998. All rights reserved.", "a.txt"),
        ("The Copyright Act 1968 applies.", "a.txt"),
        ("More: https://merrow.example/2029/report on the boats", "a.txt"),
        ("", "2031-04/a.txt"),
        ("", "12031/a.txt"),
    ],
)
def test_a_year_is_unknown_without_evidence_and_where_evidence_conflicts(end: str, path: str) -> None:
    article = with_line("Published: 4 March", end, path)
    assert article.published is None
    assert article.updated or mentioned(article) == ("--03-04", "4 March")


@pytest.mark.parametrize(
    ("line", "year", "fits"),
    [
        *(("Tuesday, 4 March", 2031, True), ("Wednesday, 4 March", 2031, False), ("Thursday, 4 March", 2032, True)),
        *(("Mercredi 4 mars", 2031, False), ("Dienstag, 4. März", 2031, True), ("Tuesday, 29 February", 2031, False)),
        *(("Sunday, 29 February", 2032, True), ("29 February", 2031, False)),
    ],
)
def test_a_named_day_of_the_week_has_to_fit_the_year(line: str, year: int, fits: bool) -> None:
    for article in (with_line(line, path=f"{year}/a.txt"), with_line(line, f"© {year} Merrow Press")):
        assert (article.published is not None) == fits


@pytest.mark.parametrize(
    "end",
    [
        "Ann Roe\n14 March 2031",
        "Ann Roe says:\nMarch 14, 2031 at 10:12 pm",
        "Storm over the bay\n14 March 2031",
        "The next auction takes place on\n14 March 2031",
    ],
)
def test_a_day_below_another_short_line_at_the_end_is_no_date(end: str) -> None:
    assert with_line("", end).dated is None
    day = end.partition("\n")[2]
    for direct in (end.replace("\n", " of the bay went home.\n"), day, f"By Ann Roe\n{day}", f"(Bay Wire)\n{day}"):
        assert stated(with_line("", direct).published)[0][:10] == "2031-03-14"


@pytest.mark.parametrize(
    "lines",
    [
        "Date: 12 April 2031\nTime: 19:30\nVenue: Town Hall",
        "12 April 2031, 7:30 pm\nTickets: 12 crowns",
        "12 avril 2031\nHoraire : 17h00\nStade : Parc du Moulin",
        "12. April 2031, 19.30 Uhr\nOlafkirche\nKarten gibt es an der Kasse.",
    ],
)
def test_the_day_of_an_event_is_no_date(lines: str) -> None:
    assert with_line(lines).dated is None
    assert with_line(lines.partition("\n")[0]).published


@pytest.mark.parametrize("hours", ["13:15 Uhr - 19:00 Uhr", "6:30 pm – 9 pm", "18:00–20:30", "10:00 to 12:15"])
def test_a_day_with_the_hours_of_an_event_is_no_date(hours: str) -> None:
    assert with_line(f"12 April 2031, {hours}").dated is None


@pytest.mark.parametrize("rest", ["10:30 - 24 comments", "10:30 | Updated 12:15", "10:30 - Oslo"])
def test_one_hour_of_a_day_is_part_of_its_date(rest: str) -> None:
    assert stated(with_line(f"12 April 2031, {rest}").published)[0] == "2031-04-12T10:30"
    assert stated(with_line("12.04.31 – 14:15").published)[0] == "2031-04-12T14:15"


def between_headline_and_text(*lines: str) -> str:
    """The day of a page with lines between its headline and its text, which states that only those two are content."""
    menu = MENU.splitlines()
    page = [*menu, TITLE, *lines, *[BODY] * 6, *menu]
    ends = list(accumulate(len(line) + 1 for line in page))
    zones = tuple(
        Zone("boilerplate", end - 1 - len(line), end - 1)
        for line, end in zip(page, ends, strict=True)
        if line not in (TITLE, BODY)
    )
    reading = Reading("\n".join(page), zones=zones, is_one_article=True, is_labelled=True)
    (article,) = extract_reading("a.html", reading)
    return article.published.when if article.published else ""


def test_a_day_in_stated_boilerplate_is_a_date_only_near_the_headline_or_the_text() -> None:
    menu = MENU.splitlines()
    assert between_headline_and_text("12 March 2031", *menu) == "2031-03-12"
    assert between_headline_and_text(*menu, "12 March 2031", "Share") == "2031-03-12"
    assert between_headline_and_text(*menu, "Published: 12 March 2031", *menu) == "2031-03-12"
    assert not between_headline_and_text(*menu, "12 March 2031", *menu)


def test_the_times_of_reviews_above_the_text_are_no_dates() -> None:
    reviews = [f"Review 12 March 2031, {time}" for time in ("08:11", "07:18", "04:54")]
    assert between_headline_and_text(*reviews[:2]) == "2031-03-12T08:11"
    assert not between_headline_and_text(*reviews)


def test_a_day_below_the_headline_goes_before_the_day_of_the_page() -> None:
    text = f"Friday, 27 November 2031\nQuay Gazette\n\n{TITLE}\n12 March 2031\n\n{BODY}\n"
    assert stated(one(text).published)[0] == "2031-03-12"


def of_page(above: str = "", within: str = "", below: str = "") -> str:
    """The day of a page with lines above its text, within it and below it."""
    paragraphs = [f"{BODY[:-1]}, and that was decision number {number}." for number in range(1, 7)]
    page = [f"{TITLE} - Quay Gazette", MENU, TITLE, above, *paragraphs[:3], within, *paragraphs[3:], below, MENU]
    article = one("\n".join(filter(None, page)) + "\n")
    return article.dated.when if article.dated else ""


def test_a_day_below_a_heading_of_links_is_of_another_article() -> None:
    assert of_page(within="12 March 2031") == "2031-03-12"
    assert of_page(within="Related\n12 March 2031\nA pier for the north island") == ""


def test_a_labelled_day_above_the_text_goes_before_another_day_within_it() -> None:
    other = "12 March 2031\nA pier for the north island"
    assert of_page(above="Updated: 14 March 2031", within=other) == "2031-03-14"


def test_several_times_of_a_day_below_the_text_are_those_of_other_articles() -> None:
    others = [f"A pier for island {hour}\nNews, Bay - 12 March 2031, {hour}:02" for hour in (20, 19, 18)]
    assert of_page(below=others[0].partition("\n")[2]) == "2031-03-12T20:02"
    assert of_page(below="Share this article: Share\n" + "\n".join(others)) == ""


PAGES = {
    "en": (
        "Harbour ferries stop in winter",
        "24 December 2031",
        "18 November 2031",
        "Saturday, ",
        "By Ann Roe",
        "New theatre opens its doors",
        "Bakers raise the price of bread",
        "Video available until:",
        BODY,
    ),
    "es": (
        "Los barcos del puerto paran en invierno",
        "24 de diciembre de 2031",
        "18 de noviembre de 2031",
        "miércoles, ",
        "Por Ana Robles",
        "El nuevo teatro abre sus puertas",
        "Los panaderos suben el precio del pan",
        "Vídeo disponible hasta:",
        "El consejo decidió por la tarde cuántos barcos cruzarán la bahía en invierno y quién pagará los dos viejos, "
        "cuyos motores se repararon tres veces desde la primavera y ya no tienen arreglo.",
    ),
    "ru": (
        "Паромы в гавани встанут на зиму",
        "24 декабря 2031",
        "18 ноября 2031",
        "среда, ",
        "Автор: Анна Рогова",
        "Новый театр открывает свои двери",
        "Пекари повышают цену на хлеб",
        "Видео доступно до:",
        "Вечером совет решил, сколько паромов будет ходить через залив зимой и кто заплатит за два самых старых судна, "
        "двигатели которых чинили уже три раза с весны и которые больше не починить.",
    ),
}
"""Of each language: headline, two days, a day of the week, byline, two other headlines, what another day is, a body."""
MENU = "Menu\nFacebook\nTwitter\nInstagram\nRSS\nLogin\nQuay Gazette\nA\nB\nC\nD\nE"


@pytest.mark.parametrize("language", PAGES)
def test_on_a_page_only_a_day_beside_the_headline_is_the_date(language: str) -> None:
    title, saved, day, weekday, byline, other, another, until, body = PAGES[language]
    text = "\n".join(f"{body[:-1]} – {number}." for number in "12345")
    foot = "Facebook\nTwitter\nRSS\n© Quay Gazette\nLogin\nMenu\nContact\nPrivacy"
    top = f"{title} - Quay Gazette"
    undated = {
        "below a document title": f"{top}\n{saved}\n{MENU}\n{text}",
        "below a first line, with its day of the week": f"{title}\n{weekday}{saved}\n{MENU}\n{text}",
        "below a menu": f"{title}\nMenu\n{saved}\n{MENU}\n{text}",
        "of other articles": f"{title}\n{MENU}\n{other}\n{byline}\n{saved}\n60\n{another}\n{byline}\n{day}\n60\n{text}",
        "of an end": f"{top}\n{MENU}\n{title}\n{byline}\n{until}\n{saved}\n{text}",
    }
    assert {name: one(f"{page}\n{foot}").published for name, page in undated.items()} == dict.fromkeys(undated)
    dated = {
        "below the headline": f"{top}\n{saved}\n{MENU}\n{title}\n{byline}\n{day}\n{text}",
        "below a first line": f"{title}\n{byline}\n{day}\n{MENU}\n{text}",
        "above days of others": f"{top}\n{MENU}\n{title}\n{day}\n{another}\n{saved}\n{text}",
    }
    for name, page in dated.items():
        assert (name, stated(one(f"{page}\n{foot}").published)[0]) == (name, "2031-11-18")


def test_a_long_line_that_recurs_may_stand_between_a_title_and_its_day() -> None:
    text = "\n".join(f"{BODY[:-1]} – {number}." for number in "12345")
    page = f"{TITLE}\n{OTHER}\n18 November 2031\n{MENU}\n{text}\nFacebook\nTwitter\nRSS\nLogin\nMenu\nContact\nPrivacy"
    (article,) = read(page, options=ExtractionOptions(recurring=frozenset({OTHER})))
    assert stated(article.published)[0] == "2031-11-18"


def test_a_headline_among_the_first_lines_of_the_body_has_its_day_below_it() -> None:
    draft = find_timestamps(
        split_lines(Draft(f"{MENU}\n24 December 2031\nE\n{BODY}\n{TITLE}\n18 November 2031\n{BODY}"))
    )
    body = next(number for number, line in enumerate(draft.lines) if line.is_body)
    draft = add_zones(draft, {body + 1: whole_line(draft.lines[body + 1], "headline")})
    page = draft._replace(body=(body, len(draft.lines)), is_whole_page=True)
    assert stated(find_dates(page).published)[0] == "2031-11-18"


@pytest.mark.parametrize("line", ["Posted on March 12, 2031 by Ann Roe", "12 March 2031 | By Ann Roe"])
def test_a_byline_may_follow_a_timestamp(line: str) -> None:
    article = with_line(line)
    assert (stated(article.published)[0], article.author) == ("2031-03-12", "Ann Roe")


def test_who_took_a_picture_above_the_body_gives_no_year() -> None:
    assert one(f"{TITLE}\n4 March\n© 2029 Ann Roe\n\n{BODY}\n").published is None


@pytest.mark.parametrize(
    "line", ["12 March 2031 – 4 April 2031", "12/03/2031 - 14/03/2031", "12. März 2031 – 4. April 2031"]
)
def test_a_span_of_days_is_no_timestamp(line: str) -> None:
    assert with_line(line).dated is None
    assert with_line("13/03/2031 - 10:30").published
    assert with_line("12 March 2031 10:30 | 13 March 2031 11:00").published


def test_a_day_of_the_week_in_a_dateline_has_to_fit_the_year() -> None:
    assert with_dateline("CALDER, Wednesday, March 4 (Merrow Press) -", path="2031/a.txt").published is None
    text = f"{TITLE}\nWednesday, 4 March\n\nCALDER, March 4 (Merrow Press) - {BODY}\n"
    assert one(text, "2031/a.txt").published is None
    assert one(text.replace("Wednesday", "Tuesday"), "2031/a.txt").published


def test_the_headings_of_a_timeline_are_neither_dates_nor_mentions() -> None:
    article = with_line("9 May", f"10 May\n\n{BODY}\n\n11 May\n\n{BODY}\n\n© 2031 Merrow Press")
    assert (article.dated, article.mentions) == (None, None)
    assert with_line("9 May", f"9 May\n\n{BODY}\n\n© 2031 Merrow Press").published
    assert with_line("9 May | Updated: 10 May", "© 2031 Merrow Press").published


def test_an_inferred_day_is_not_after_the_newest_timestamp() -> None:
    assert stated(with_line("30 December", "2 January 2031").published) == ("2031-01-02", "stamp", "")
    article = with_line("Published: 30 December | Updated: 2 January 2031")
    assert (article.published, stated(article.updated)[0]) == (None, "2031-01-02")


def test_an_inferred_update_is_not_before_the_publication() -> None:
    article = with_line("Published: 28 December 2030 | Updated: 4 January")
    assert (stated(article.published)[0], article.updated) == ("2030-12-28", None)


def test_a_timestamp_with_its_year_goes_before_one_without() -> None:
    article = with_line("Tuesday, 4 March\n3 March 2031", path="2031/a.txt")
    assert stated(article.published) == ("2031-03-03", "stamp", "")


def test_the_time_of_the_file_gives_no_year() -> None:
    text = f"{TITLE}\nTuesday, 4 March\n\n{BODY}\n"
    (article,) = read(text, modified="2031-03-05T10:00:00+00:00")
    assert article.dated is None


def test_the_evidence_of_an_article_goes_before_that_of_its_file() -> None:
    second = f"\nSwallows prefer the wooden barns of the valley\nPublished: 5 March\nOSLO: {OTHER} {OTHER}\n"
    for first, end, year in (("2031", "", "2031"), ("2030", "\n© 2031 Bay News\n", "2031"), ("March", "", "")):
        articles = read(f"{TITLE}\n4 March {first}\n\n{BODY} {BODY}\n{second}{end}")
        assert len(articles) == 2
        assert stated(articles[1].published)[0][:4] == year


TIMES = [
    *("29:10", "24:00", "12:60", "10:30+05:99", "10:30 +15:00", "10:30 UTC+15", "99:99", "10:30:61", "10:30:99"),
    *("29.10", "12.60", "24.00", "29h10", "24h00", "12h60", "13:30 pm", "13 pm", "0 am", "0:30 am", "24 pm", "00 pm"),
    *("10.75 pm", "13.30 p.m.", "25h30"),
]


@pytest.mark.parametrize("time", TIMES)
def test_a_time_that_does_not_exist_is_dropped_and_the_day_kept(time: str) -> None:
    for line in (f"6 May 2031, {time}", f"Published: May 6, 2031 at {time}", f"2031-05-06 {time}"):
        assert stated(with_line(line).published) == ("2031-05-06", "stamp", "")
    assert stated(with_line(f"6 May, {time}", path="2031/a.txt").published) == ("2031-05-06", "inferred", "folder")


@pytest.mark.parametrize(
    ("time", "when"),
    [("12 am", "00:00"), ("12:30 pm", "12:30"), ("1 pm", "13:00"), ("11.59 p.m.", "23:59"), ("23h59", "23:59")],
)
def test_a_time_of_the_day_is_kept(time: str, when: str) -> None:
    assert stated(with_line(f"6 May 2031, {time}").published)[0] == f"2031-05-06T{when}"


@pytest.mark.parametrize("line", ["March 2031", "März 2031", "4 March 1066", "5 out of 10", "4-5 March", "4 May 10"])
def test_what_is_not_a_day_alone_is_no_timestamp(line: str) -> None:
    article = with_line(line, path="2031/a.txt")
    assert article.dated is None
    assert not [zone for zone in article.zones if zone.kind == "stamp"]


@pytest.mark.parametrize(
    ("sentence", "when", "words"),
    [
        ("Two boats collided off Calder on 12 March, the council said.", "--03-12", "12 March"),
        ("On March 12, two boats collided off Calder.", "--03-12", "March 12"),
        ("Two boats collided on Wednesday, 12 March 2031 off Calder.", "2031-03-12", "12 March 2031"),
        ("The boats collided on Dec. 6 off the old quay.", "--12-06", "Dec. 6"),
        ("The boats collided on the 12th of March, and on 3 April the crew spoke.", "--04-03", "3 April"),
        ("Am 12. März stießen zwei Boote vor der Mole zusammen.", "--03-12", "12. März"),
        ("Le 12 mars, deux bateaux sont entrés en collision.", "--03-12", "12 mars"),
        ("Dos barcos chocaron el 12 de marzo frente al muelle.", "--03-12", "12 de marzo"),
        ("Dois barcos colidiram no dia 12 de março.", "--03-12", "12 de março"),
        ("Il 12 marzo due barche si sono scontrate.", "--03-12", "12 marzo"),
        ("Op 12 maart botsten twee boten bij de kade.", "--03-12", "12 maart"),
        ("Dwie łodzie zderzyły się 12 marca przy nabrzeżu.", "--03-12", "12 marca"),
        ("Две лодки столкнулись 12 марта у причала.", "--03-12", "12 марта"),
        ("Два човни зіткнулися 12 березня біля причалу.", "--03-12", "12 березня"),
        ("两艘船3月12日在码头相撞。", "--03-12", "3月12日"),
        ("배 두 척이 3월 12일 부두에서 충돌했다.", "--03-12", "3월 12일"),
    ],
)
def test_a_day_of_the_body_is_mentioned(sentence: str, when: str, words: str) -> None:
    article = one(f"{TITLE}\n\n{sentence} {BODY}\n")
    assert article.dated is None
    assert mentioned(article) == (when, words)


@pytest.mark.parametrize(
    "sentence",
    [
        "Tickets go on sale Dec. 6 at the old quay.",
        "The new ferry will sail on 12 March.",
        "The council is to meet again on 12 March.",
        "The hearing is scheduled for 12 March.",
        "The ferry runs until 12 March.",
        "Payments are due by Friday, 12 March.",
        "Before the March 12 vote nobody spoke.",
        "The fair (March 12-14) draws thousands.",
        "FILE - In this Nov. 2, 2017 file photo, boats lie at the quay.",
        "Two boats at the quay on 12 March. (Photo: Ann Roe)",
        "Two boats at the quay on 12 March. Ann Roe / For Bay News",
        "The captain was born on 12 March 1960 in Calder.",
        "The boats collided on 12 March last year.",
        "Der Verkauf beginnt am 12. März.",
        "Das Lager ist bis 12. März geöffnet.",
        "Le concert aura lieu le 12 mars.",
        "Le musée reste ouvert jusqu'au 12 mars.",
        "El concierto se celebrará el 12 de marzo.",
        "O concerto será no dia 12 de março.",
        "Il concerto si terrà il 12 marzo.",
        "Het concert is gepland op 12 maart.",
        "Koncert odbędzie się 12 marca.",
        "Концерт состоится 12 марта.",
        "Концерт відбудеться 12 березня.",
        "Doors open 12 March at the old quay.",
        "The general meeting is on 12 March at the old quay.",
        "Save the date: 12 March.",
        "RSVP: 12 March.",
        "The council votes on 12 March.",
        "The boats could sail on 12 March.",
        "Who saw the boats collide off the old quay on 12 March?",
        "Le musée ouvre le 12 mars.",
        "Le concert se tiendra le 12 mars.",
        "El museo abrirá el 12 de marzo.",
        "A feira decorrerá no dia 12 de março.",
        "Il museo aprirà il 12 marzo.",
        "Das Konzert findet am 12. März statt.",
        "Of the 12 may be two, and 5 out of 10 left; at 9. Out came the crew.",
        "On 30 February nothing happened.",
        "Come to the old quay on 12 March!",
        "Voters go to the polls on 12 March.",
        "You can vote on 12 March.",
        "The film is out on 12 March.",
        "Die Partei wählt am 12. März einen Vorsitz.",
        "Le film sort le 12 mars.",
        "La película se estrena el 12 de marzo.",
        "Il 12 marzo si vota.",
        "A greve está marcada para 12 de março.",
        "De film komt uit op 12 maart.",
        "Film wchodzi do kin 12 marca.",
        "Выборы назначены на 12 марта.",
        "比赛定于3月12日举行。",
        "大会は3月12日に開幕する。",
        "선거는 3월 12일이다.",
        "Since the September 11 attacks the quay is closed.",
        "Op 12 maart wordt op de kade gestemd.",
        "展览将于3月12日在码头举行。",
        "展覽將於3月12日在碼頭舉行。",
        "会議は3月12日に開かれる予定だ。",
        "회의는 3월 12일 부두에서 열릴 예정이다.",
    ],
)
def test_days_to_come_and_captions_are_not_mentioned(sentence: str) -> None:
    article = one(f"{TITLE}\n\n{OTHER} {sentence}\n\n{BODY}\n")
    assert article.dated is None
    assert article.mentions is None


@pytest.mark.parametrize(
    "line",
    [
        "Image: the quay on 12 March",
        "Read more: what happened on 12 March",
        "Boats collide off Calder on 12 March",
        "Reporting by Ann Roe on 12 March",
        "© Bay News, 12 March",
        "Read more: how the boats of the harbour council collided off the old quay on 12 March.",
    ],
)
def test_captions_boilerplate_and_other_headlines_are_not_mentioned(line: str) -> None:
    for text in (f"{TITLE}\n{line}\n\n{BODY}\n", f"{TITLE}\n\n{BODY}\n\n{line}\n\n{BODY}\n\n{line}\n"):
        assert [article.mentions for article in read(text)] == [None] * len(read(text))


def test_a_day_without_a_year_is_mentioned_before_one_with_a_year() -> None:
    for between in ("", f"{BODY} The quay burned again on 3 May 2031. "):
        sentences = f"The quay burned on 3 April 2031. {between}The council met on 12 March."
        assert mentioned(one(f"{TITLE}\n\n{sentences} {BODY}\n")) == ("--03-12", "12 March")


def test_a_day_far_down_in_the_body_is_not_mentioned() -> None:
    assert one(f"{TITLE}\n\n{BODY}\n\n{BODY} The quay burned on 3 April 2031.\n").mentions is None
    assert one(f"{TITLE}\n\n{BODY}\n\n{BODY} The quay burned on 3 April.\n").mentions
    assert one(f"{TITLE}\n\n{BODY}\n\n{3 * OTHER} {3 * BODY}\n\nThe quay burned on 3 April.\n").mentions is None


def test_a_sentence_that_begins_with_a_day_is_no_timestamp() -> None:
    article = one(f"March 4 was cold. {BODY} {OTHER}\n", "2031/a.txt")
    assert article.dated is None
    assert mentioned(article) == ("--03-04", "March 4")


def test_a_day_in_an_early_year_has_its_year() -> None:
    article = one(f"{TITLE}\n\nThe old quay burned on 12 March 1862, and again in May. {BODY}\n")
    assert mentioned(article) == ("1862-03-12", "12 March 1862")
    assert one(f"{TITLE}\n\n{BODY}\n\n{BODY} The old quay burned on 12 March 1862.\n").mentions is None


def test_a_year_behind_the_last_examined_character_counts() -> None:
    for length in range(960, 1010):
        text = f"{TITLE}\n\n{(6 * BODY)[:length]}. The quay burned on 12 March 1999 and in May.\n"
        assert one(text).mentions is None


def test_a_sentence_is_read_across_lines() -> None:
    first, second = "The ferries of the harbour council remain at the quay through\n", "12 March, and their crews"
    text = f"{TITLE}\n\n{first}{second} sleep there until the bell rings again before noon.\n\n{BODY}\n"
    assert one(text).mentions is None
    assert one(text.replace("\n", "\r\n")).mentions is None
    assert one(text.replace("through", "since Sunday. On")).mentions


@pytest.mark.parametrize("end", ["March 17.", "March 17, 10:30.", "on 17 March."])
def test_the_end_of_a_wrapped_paragraph_is_no_timestamp(end: str) -> None:
    text = f"{TITLE}\n\nThe ferries of the harbour council are paid for\n{end}\n\n{BODY}\n"
    assert one(text, "2031/a.txt").dated is None
    assert one(text.replace(end, "17 March, 10:30 p.m."), "2031/a.txt").dated


def test_a_day_after_the_newest_timestamp_is_not_mentioned() -> None:
    sentence = "The council met on 12 March and spoke of the boats. The crew left on 3 March."
    text = f"{TITLE}\n\n{sentence} {BODY}\n\n4 March 2031\n\n{BODY}\n\n{OTHER}\n\n{BODY}\n\n{OTHER}\n\n{BODY}\n"
    article = one(text)
    assert article.dated is None
    assert mentioned(article) == ("--03-03", "3 March")


def test_an_article_with_a_date_mentions_nothing() -> None:
    text = f"{TITLE}\n4 April 2031\n\nTwo boats collided on 12 March. {BODY}\n"
    assert one(text).published
    assert one(text).mentions is None
    assert one(text.replace("4 April 2031\n", "")).mentions
