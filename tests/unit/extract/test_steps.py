"""Each step of the extraction. A zone is written as its kind and its text."""

from pathlib import Path

import pytest

from search import config
from search.errors import ConfigError
from search.extract.articles import extract_articles
from search.extract.draft import DEFAULT_OPTIONS, ExtractionOptions
from search.extract.patterns import read_patterns
from search.extract.recurring_lines import find_recurring_lines, line_digests
from search.kernels.signs import MOST_PARTS
from search.types.article import Article
from search.types.files import FileText

BODY = (
    "The harbour council met on Monday evening to settle how many ferries will cross the bay in winter, and who will "
    "pay for the two oldest boats, whose engines were repaired three times since the spring and are now beyond repair."
)
OTHER = (
    "Researchers measured the nests of four thousand swallows between Easter and the first frost, counted eggs, and "
    "found that birds raised beneath wooden roofs grow heavier than those which hatch under plates of corrugated iron."
)
STORY = f"Ferries to cross the bay in winter\n\n{BODY}\n"
MORE = (
    "Swallows return to the same beam every spring, and the researchers hope that grants will keep the last barns with "
    "wooden roofs, where young birds fall from their nests less often than in halls of iron."
)
SECOND = f"Swallows prefer the wooden barns of the valley\n\n{OTHER}\n\n{MORE}\n"
LONG_STORY = (
    f"{STORY}\nThe council will vote before the first storms, which cut the islands off for days, on who pays.\n"
)


def read(text: str, options: ExtractionOptions = DEFAULT_OPTIONS, modified: str = "") -> tuple[Article, ...]:
    """The articles of a text."""
    return extract_articles("news/a.txt", FileText(text, "utf-8", "", len(text)), options, modified)


def one(text: str, options: ExtractionOptions = DEFAULT_OPTIONS, modified: str = "") -> Article:
    """The only article of a text."""
    (found,) = read(text, options, modified)
    return found


def zones(article: Article, *kinds: str) -> list[tuple[str, str]]:
    """The zones of some kinds, or all, with what they cover."""
    return [(it.kind, article.text[it.start : it.end]) for it in article.zones if not kinds or it.kind in kinds]


def when(article: Article) -> tuple[str, str]:
    """When an article was published and updated."""
    return tuple(dated.when if dated else "" for dated in (article.published, article.updated))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("2024-05-06", "2024-05-06", ""),
        ("2024/5/6", "2024-05-06", ""),
        ("6 May 2024", "2024-05-06", ""),
        ("May 6th, 2024", "2024-05-06", ""),
        ("Monday, 6 May 2024", "2024-05-06", ""),
        ("6. Mai 2024, 18:30 Uhr", "2024-05-06T18:30", ""),
        ("Publicado el 6 de mayo de 2024", "2024-05-06", ""),
        ("Publié le 6 mai 2024 à 18h30", "2024-05-06T18:30", ""),
        ("2024年5月6日 18:30", "2024-05-06T18:30", ""),
        ("06-MAY-2024 15:01:01.79", "2024-05-06T15:01", ""),
        ("First Published: May 06 2024 | 6:30 PM IST", "2024-05-06T18:30+05:30", ""),
        ("Last Updated : May 06 2024 | 12:05 AM IST", "", "2024-05-06T00:05+05:30"),
        ("Published 18:30 GMT+2, 6 May 2024", "2024-05-06T18:30+02:00", ""),
        ("Published: 6 May 2024 | Updated: 7 May 2024", "2024-05-06", "2024-05-07"),
        ("2024-05-06T18:30:00Z", "2024-05-06T18:30+00:00", ""),
        ("Reuters | 6 May 2024", "2024-05-06", ""),
        ("13/05/2024", "2024-05-13", ""),
        ("05/13/2024", "2024-05-13", ""),
        ("06/05/2024", "", ""),
        ("Updated 4 sec ago", "", ""),
        ("an hour ago", "", ""),
        ("30 February 2024", "", ""),
        ("2024-05-06T29:10", "2024-05-06", ""),
        ("2024-05-06T10:30+05:99", "2024-05-06", ""),
        ("2024-05-06T10:30+14:00", "2024-05-06T10:30+14:00", ""),
        ("2024-05-06T10:30+14:01", "2024-05-06", ""),
        ("2024-05-06T10:30-12:00", "2024-05-06T10:30-12:00", ""),
        ("18:30 GMT-13, 6 May 2024", "2024-05-06", ""),
        ("6 May 2024 24:00", "2024-05-06", ""),
        ("6 May 2024 10:30:60", "2024-05-06T10:30", ""),
        ("6 May 2024 10:30:61", "2024-05-06", ""),
        ("6 May 2024 1٢:3٠", "2024-05-06T12:30", ""),
        ("25/12/98", "1998-12-25", ""),
        ("25/12/69", "1969-12-25", ""),
        ("25/12/68", "2068-12-25", ""),
    ],
)
def test_a_line_of_dates_is_a_timestamp(line: str, published: str, updated: str) -> None:
    found = one(f"Ferries to cross the bay\n{line}\n\n{BODY}")
    assert zones(found, "stamp") == [("stamp", line)]
    assert when(found) == (published, updated)
    dated = found.dated
    assert not dated or (dated.provenance == "stamp" and found.text[dated.start : dated.end] in line)


@pytest.mark.parametrize(("order", "date"), [("dmy", "2024-05-06"), ("mdy", "2024-06-05"), ("none", "")])
def test_a_setting_says_which_number_of_a_date_is_the_day(order: str, date: str) -> None:
    assert when(one(f"Ferries to cross\n06/05/2024\n\n{BODY}", ExtractionOptions(date_order=order))) == (date, "")


@pytest.mark.parametrize(
    ("line", "modified", "date"),
    [
        ("25/12/98", "2024-05-06T08:00:00+00:00", "1998-12-25"),
        ("25/12/23", "2024-05-06T08:00:00+00:00", "2023-12-25"),
        ("25/12/24", "2024-05-06T08:00:00+00:00", "1924-12-25"),
        ("25/12/24", "2024-12-24T22:00:00+00:00", "2024-12-25"),
        ("29/02/00", "2024-05-06T08:00:00+00:00", "2000-02-29"),
        ("29/02/00", "1999-05-06T08:00:00+00:00", ""),
        ("25/12/2098", "2024-05-06T08:00:00+00:00", "2098-12-25"),
        ("25/12/98", "9999-12-31T23:59:59+00:00", "2098-12-25"),
    ],
)
def test_a_two_digit_year_is_the_latest_one_before_the_files_time(line: str, modified: str, date: str) -> None:
    found = one(f"Ferries to cross\n{line}\n\n{BODY}", modified=modified).published
    assert (found.when if found else "") == date


@pytest.mark.parametrize(
    "line", ["The ferry of May 6, 2024 was late", "Boats of 1998", "7 boats in 24 hours", "Our plan for 2024"]
)
def test_a_line_with_more_than_a_date_is_not_a_timestamp(line: str) -> None:
    assert zones(one(f"{STORY}{line}\n{BODY}"), "stamp") == []


def test_a_timestamp_may_be_in_a_byline_or_before_boilerplate() -> None:
    text = f"Ferries to cross\nBy Ann Roe | May 6, 2024\n2024-05-07 10:00 हिंदी में पढें\n\n{BODY}"
    assert zones(one(text))[1:] == [
        ("byline", "By Ann Roe"),
        ("stamp", "May 6, 2024"),
        ("stamp", "2024-05-07 10:00"),
        ("boilerplate", "हिंदी में पढें"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENT",
        "Listen to This Article",
        "Short Url",
        "Read more: Boats",
        "12 comments",
        "© 2024 The Bay",
        "• Share this article",
        "https://example.org/a",
        "All rights reserved.",
        "Werbung",
        "Share | Copy link | Print the page",
        "Lire aussi : les bateaux",
        "***",
    ],
)
def test_text_of_the_page_is_boilerplate(line: str) -> None:
    assert zones(one(f"{STORY}\n{line}\n\n{BODY}"), "boilerplate") == [("boilerplate", line)]


@pytest.mark.parametrize(
    "line", ["Readers more often agree", "Printers are out of paper", "Shares fell", "The advertisement", "⻑⼭"]
)
def test_text_that_only_begins_like_boilerplate_is_not(line: str) -> None:
    assert zones(one(f"{STORY}\n{line}\n\n{BODY}"), "boilerplate") == []


def test_a_short_line_that_recurs_in_many_files_is_boilerplate() -> None:
    texts = [f"Title {number}\n\nBay Gazette weekly\n\nStory {number}. {BODY} It ends.\n" for number in range(20)]
    lines = find_recurring_lines(map(line_digests, texts))
    assert "Bay Gazette weekly" in lines
    assert zones(one(texts[0], ExtractionOptions(recurring=lines)), "boilerplate")[0] == (
        "boilerplate",
        "Bay Gazette weekly",
    )
    assert find_recurring_lines(map(line_digests, texts[:7])) == frozenset()
    assert find_recurring_lines([line_digests(texts[0])] * 20) == frozenset(), "copies of one text count once"


@pytest.mark.parametrize("others", [0, MOST_PARTS])
def test_a_recurring_sentence_at_the_end_of_the_body_is_boilerplate(others: int) -> None:
    """Also where more lines recur than are looked for at once."""
    sentence = "Harbour stories come every week"
    recurring = frozenset((sentence, *(f"Line {number} of other pages" for number in range(others))))
    text = f"{STORY[:-1]} {sentence}"
    assert zones(one(text), "boilerplate") == []
    assert zones(one(text, ExtractionOptions(recurring=recurring)), "boilerplate") == [("boilerplate", sentence)]


def test_a_recurring_headline_is_still_a_headline() -> None:
    found = one(f"In brief\n\n{BODY}", ExtractionOptions(recurring=frozenset({"In brief"})))
    assert zones(found) == [("headline", "In brief")]


def test_two_articles_in_one_file_are_split() -> None:
    seam = "Updated 4 sec ago\n\nSwallows prefer the wooden barns of the valley\nOSLO: "
    first, second = read(LONG_STORY + SECOND.replace("\n\n", f"\n\n{seam}", 1))
    assert (first.part, first.parts, second.part, second.parts) == (1, 2, 2, 2)
    assert second.text.startswith("Swallows prefer")
    assert (first.offset, second.offset) == (0, len(first.text))
    assert second.heading == "Swallows prefer the wooden barns of the valley"
    assert (second.place, second.dated) == ("OSLO", None)
    assert 0.5 <= second.sure < 1.0 == first.sure
    assert first.id != second.id


@pytest.mark.parametrize("heading", ["What the council said of the harbour", "2023-04-05", "Advertisement", "Boats"])
def test_a_heading_within_an_article_does_not_split_it(heading: str) -> None:
    assert len(read(f"{STORY}\n{heading}\n\n{BODY} {BODY[:150]}\n")) == 1


def test_a_repeated_headline_is_one_title() -> None:
    found = one(f"Advertisement\nFerries to cross the bay | Bay News\n\nFerries to cross the bay\n\n{BODY}")
    assert found.heading == "Ferries to cross the bay"
    assert [kind for kind, _ in zones(found)] == ["boilerplate", "headline", "headline"]


@pytest.mark.parametrize(
    ("line", "title", "source"),
    [
        ("Ferries to cross the bay | Reuters", "Ferries to cross the bay", "Reuters"),
        ("Ferries to cross the bay - BBC News", "Ferries to cross the bay", "BBC"),
        ("Ferries to cross the bay | World | CNN", "Ferries to cross the bay", "CNN"),
        ("Ferries - boats of the bay", "Ferries - boats of the bay", ""),
    ],
)
def test_a_title_ends_before_the_name_of_the_outlet(line: str, title: str, source: str) -> None:
    found = one(f"{line}\n\n{BODY}")
    assert (found.heading, found.source) == (title, source)


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("OSLO: The", "OSLO", ""),
        ("OSLO, May 6. /TASS/. The", "OSLO", "TASS"),
        ("NEW YORK (Reuters) - The", "NEW YORK", "Reuters"),
        ("BERGEN, Norway — The", "BERGEN", ""),
        ("Oslo (AP) The", "Oslo", "AP"),
        ("Bergen, Norway - The", "Bergen", ""),
        ("BERGEN, 4 March (Bay Wire) — The", "BERGEN", "Bay Wire"),
        ("Bergen (Bay Wire) — The", "Bergen", "Bay Wire"),
        ("Port Bergen, 4. März (Küstendienst) – The", "Port Bergen", "Küstendienst"),
        ("BERGEN, March 4, 2031 (NBW) -- The", "BERGEN", "NBW"),
        ("BERGEN, May 4 (Bay Area News Service of America) — The", "BERGEN", "Bay Area News Service of America"),
        ("BERGEN, 4 March (St. John's Wire): The", "BERGEN", "St. John's Wire"),
        ("BERGEN--(BAY WIRE)--May 4, 2031--The", "BERGEN", "BAY WIRE"),
        ("BERGEN, May 4, 2031 /BayWire/ -- The", "BERGEN", "BayWire"),
        ("БЕРГЕН, 4 марта (Новая Волна) — The", "БЕРГЕН", "Новая Волна"),
        ("BERGEN (Norway) — The", "BERGEN", ""),
        ("BERGEN, 4 March (Sunday) — The", "BERGEN", ""),
        ("BERGEN (File photo) — The", "BERGEN", ""),
        ("BERGEN (MP) — The", "BERGEN", ""),
        ("Bergen (Norway) — The", "Bergen", ""),
        ("Holmsund (MP) — The", "", ""),
        ("Ada Lund (ABC) — The", "", ""),
        ("Ada Lund (Labour) — The", "", ""),
        ("Ada Lund (R-Texas) — The", "", ""),
        ("New Bergen (Rovers) — The", "", ""),
        ("BERGEN (SPD) — The", "BERGEN", ""),
        ("BERGEN (Court of Appeal) — The", "BERGEN", ""),
        ("BERGEN (Agencies) — The", "BERGEN", ""),
        ("Holm (Conservative) — The", "", ""),
        ("Bergen (dpa/lno) - The", "Bergen", "dpa"),
        ("Buenos Aires (Télam) - The", "Buenos Aires", "Télam"),
        ("The boat (Blue Heron) — which sank", "", ""),
        ("UPDATE: The", "", ""),
        ("The council: it", "", ""),
    ],
)
def test_a_dateline_gives_place_and_agency(line: str, place: str, agency: str) -> None:
    found = one(f"Ferries to cross\n\n{line} {BODY}")
    assert (found.place, found.agency, found.source) == (place, agency, "")
    assert bool(zones(found, "dateline")) == bool(place)


def test_the_name_of_a_speaker_is_not_a_place() -> None:
    assert one(f"Ferries to cross\n\nBROWN: {BODY}\n\nBROWN: {OTHER}").place == ""


def test_lines_between_headline_and_body_get_their_zones() -> None:
    deck = "A long line that tells what the story below it is about and who is in it"
    head = "Ann Roe, keeper of the lock\nThe lock in May | Image: Bay Archive\nBy Ann Roe, Bay News\nReuters"
    found = one(f"Ferries to cross\n\n{deck}\n\n{head}\n\n{BODY}")
    kinds = [kind for kind, _ in zones(found)]
    assert kinds == ["headline", "standfirst", "caption", "caption", "byline", "byline"]
    assert (found.author, found.agency) == ("Ann Roe", "Reuters")


def test_a_long_line_that_ends_like_a_link_has_no_boilerplate() -> None:
    assert zones(one(f"{4 * BODY} {OTHER} READ MORE:")) == []
    assert zones(one(f"{STORY}\n{4 * OTHER} READ MORE:"), "boilerplate") == []


def test_boilerplate_is_found_in_a_line_that_lost_its_breaks() -> None:
    line = f"{BODY} {OTHER} READ MORE: Why the bay is deep and cold He said so. {BODY} {OTHER} {BODY} {OTHER}"
    assert zones(one(f"Ferries to cross\n\n{line}"), "boilerplate") == [
        ("boilerplate", "READ MORE: Why the bay is deep and cold")
    ]


def test_teasers_that_end_with_their_dates_are_boilerplate() -> None:
    first, second = (
        "The bay froze twice. Nobody knows why. (01.02.2024)",
        "It froze again in spring, and boats lay idle. (03.04.2024)",
    )
    line = f"{BODY} {OTHER} {BODY} {first} {second} {OTHER} {BODY}"
    assert zones(one(f"Ferries to cross\n\n{line}"), "boilerplate") == [("boilerplate", first), ("boilerplate", second)]


@pytest.mark.parametrize(
    "end",
    [
        "Source: Bay News",
        "ann@example.org (Bay Weekly 05/06/2024 page2)",
        "Follow us on Twitter @bay",
        "© 2024 Bay News",
    ],
)
def test_boilerplate_is_found_at_the_end_of_the_last_line(end: str) -> None:
    assert zones(one(f"Ferries to cross\n\n{BODY} {end}\n"), "boilerplate") == [("boilerplate", end)]


@pytest.mark.parametrize("line", ["Διαβάστε το άρθρο στα ελληνικά", "この記事を日本語で読む"])
def test_a_line_in_another_script_above_the_body_is_boilerplate(line: str) -> None:
    assert zones(one(f"Ferries to cross\n{line}\n\n{BODY}"), "boilerplate") == [("boilerplate", line)]
    assert zones(one(f"Ferries to cross\n6 May 2024{line}\n\n{BODY}"), "boilerplate") == [("boilerplate", line)]


def test_a_line_without_letters_above_the_body_is_in_no_script() -> None:
    assert zones(one(f"Ferries to cross\n12.5 %, 34\n\n{BODY}"), "boilerplate") == []


def test_contributors_at_the_end_are_a_byline() -> None:
    assert zones(one(f"{STORY}\nReporting by Ann Roe; Editing by Joe Low\n"), "byline")


def test_the_day_of_a_dateline_needs_a_year() -> None:
    text = f"Ferries to cross\n\nOSLO, May 6 (Reuters) - {BODY}\n\n"
    assert one(text).published is None
    found = one(text + "© 2024 Bay News").published
    assert found and (found.when, found.provenance) == ("2024-05-06", "inferred")
    found = one(text.replace("May 6", "May 6, 2024")).published
    assert found and (found.when, found.provenance) == ("2024-05-06", "dateline")


def test_days_in_the_text_alone_give_no_date() -> None:
    assert one(f"Ferries to cross\n\nOn June 24, 2019 a boat was late. {BODY}").published is None


def test_the_time_of_the_file_is_no_date_of_the_article() -> None:
    found = one(STORY, modified="2024-05-06T10:00:00+00:00")
    assert found.dated is None
    assert found.modified == "2024-05-06T10:00:00+00:00"


def test_the_clock_of_a_page_is_not_the_date_of_publication() -> None:
    text = f"Monday, May 6, 2024 | 6:40 PM IST\nFerries to cross\nLast Updated: May 6 2024 | 6:30 PM IST\n\n{BODY}"
    assert when(one(text)) == ("", "2024-05-06T18:30+05:30")


@pytest.mark.parametrize(
    ("end", "agency"), [("(AP, dpa)", "AP, dpa"), ("it told Reuters.", ""), ("©2024 Bloomberg L.P.", "Bloomberg")]
)
def test_an_agency_counts_where_it_is_credited(end: str, agency: str) -> None:
    assert (
        one(f"{STORY}\n{BODY}\n\n{end}" if end[0] == "©" else f"Ferries to cross\n\n{BODY} ab/cd {end}").agency
        == agency
    )


@pytest.mark.parametrize(
    ("end", "agency"),
    [
        ("Reporting by Ada Lund and Ben Orr (Bay Wire)", "Bay Wire"),
        ("(Additional reporting by Ada Lund in Bergen (Bay Wire); editing by Cy Dee)", "Bay Wire"),
        ("He was tired. Reporting by Ada Lund (Bay Wire)", "Bay Wire"),
        ("Reporting by Ada Lund (Chief Reporter)", ""),
        ("Reporting by Ada Lund (Photo)", ""),
        ("© 2031 Bay Wire", "Bay Wire"),
        ("© 2031 Bay Wire. All rights reserved.", "Bay Wire"),
        ("Copyright 2031 Bay Wire", "Bay Wire"),
        ("Copyright (c) 2029-2031 by the Bay Wire Ltd.", "Bay Wire"),
        ("(c) 2031, Bay Wire | Terms of use", "Bay Wire"),
        ("Bay Wire © 2031", "Bay Wire"),
        ("He was tired. Copyright 2031 Bay Wire. All rights reserved.", "Bay Wire"),
        ("© 2031 All rights reserved", ""),
        ("© 2031 Bay Magazine WordPress Theme", ""),
        ("© 2031 Ann Roe", ""),
        ("© 2031 Ben Orr", ""),
        ("© 2031 Harbour Council", ""),
        ("© 2031 Norholm University Press", ""),
        ("© 2031 Freedom of the Press Foundation", ""),
        ("© 2031 News Corp", ""),
        ("© 2031 Bay Media Group", ""),
        ("Source: Bay News/Lund", ""),
        ("© Bay Images", ""),
        ("© 2031 Norholm Newswire", "Norholm Newswire"),
        ("© 2031 MIT Press", ""),
        ("© 2031 Motor Presse Norholm", ""),
        ("© AFP / Ben Orr", ""),
        ("© APA/APA (dpa)/Ben Orr", ""),
        ("© 2031 Quay Gazette Media", ""),
        ("© 2031 Bay Wire Group", ""),
        ("© 2031 Norholm Public Radio", ""),
        ("© 2031 Bay News and Information", ""),
        ("This article first appeared in Bay Wire.", "Bay Wire"),
        ("This post originally appeared on Saltworks.", "Saltworks"),
        ("Der Text ist zuerst erschienen in der Norholmer Zeitung.", "Norholmer Zeitung"),
        ("Photo: © 2031 Bay Wire", ""),
        ("Picture by Ben Orr. © 2031 Bay Wire", ""),
        ("Copyright 2031 Ben Orr for Quay Gazette", ""),
        ("Reporting by Ada Lund (Bergen) and Ben Orr (Norholm)", ""),
        ("Source: Ministry of Fish", ""),
        ("Source: Fishstat", ""),
        ("© 2031 Photo by Ben Orr", ""),
        ("The court spoke of copyright Act by Act.", ""),
        ("Source: Bay Wire", "Bay Wire"),
        ("SOURCE: Bay Wire, 4 March", "Bay Wire"),
        ("Quelle: Bay Wire", "Bay Wire"),
        ("Source: Ministry of Fish figures for March", ""),
        ("Source: https://bay.example/wire", ""),
        ("(Bay Wire)", ""),
    ],
)
def test_an_agency_that_no_pattern_names_counts_where_it_is_credited(end: str, agency: str) -> None:
    found = one(f"Ferries to cross\nBy Ann Roe\n\n{BODY}\n\n{OTHER}\n\n{end}\n")
    assert (found.agency, found.source, found.author) == (agency, "", "Ann Roe")


@pytest.mark.parametrize(
    ("end", "source"),
    [
        ("© 2031 Quay Gazette", "Quay Gazette"),
        ("© Saltmarsh Herald 2031", "Saltmarsh Herald"),
        ("Copyright 2031 The Evening Post. All rights reserved.", "The Evening Post"),
        ("© 2031 Radio Norholm", "Radio Norholm"),
        ("© 2031 Norholmer Zeitung", "Norholmer Zeitung"),
        ("© 2031 The Norholm News, a paper of the coast", "The Norholm News"),
        ("Source: Quay Gazette", ""),
        ("Reporting by Ada Lund (Quay Gazette)", ""),
        ("© 2031 Bay Wire", ""),
    ],
)
def test_who_has_the_rights_is_the_outlet_if_its_name_says_so(end: str, source: str) -> None:
    found = one(f"Ferries to cross\n\n{BODY}\n\n{OTHER}\n\n{end}\n")
    assert found.source == source
    assert bool(found.agency) == (not source)


@pytest.mark.parametrize(
    ("byline", "author", "agency"),
    [
        ("By Ada Lund (Bay Wire)", "Ada Lund", "Bay Wire"),
        ("By Ada Lund (Bergen)", "Ada Lund", ""),
        ("By Ada Lund (University of Bergen)", "Ada Lund", ""),
        ("By AFP", "", "AFP"),
        ("By Reuters Staff", "", "Reuters"),
    ],
)
def test_a_byline_credits_an_agency_only_by_a_name_of_one(byline: str, author: str, agency: str) -> None:
    found = one(f"Ferries to cross\n{byline}\n\n{BODY}\n\n{OTHER}\n")
    assert (found.author, found.agency) == (author, agency)


def test_a_word_that_begins_like_a_byline_is_none() -> None:
    found = one(f"Ferries to cross\nDied: 6 May 2024\n\n{BODY}\n\n{OTHER}\n")
    assert (found.author, found.published) == ("", None)


def test_the_name_of_the_outlet_is_no_agency() -> None:
    ends = (
        "© 2031 BBC",
        "Source: BBC News",
        "Reporting by Ada Lund (BBC Sport)",
        "SOURCE: The BBC",
        "© 2031 BBC Press",
    )
    for end in ends:
        found = one(f"Ferries to cross | BBC\n\n{BODY}\n\n{OTHER}\n\n{end}\n")
        assert (found.source, found.agency) == ("BBC", "")


def test_an_outlet_that_credits_another_one_keeps_its_name() -> None:
    found = one(f"Ferries to cross | CNN\n\n{BODY}\n\n{OTHER}\n\nSource: The New York Times\n")
    assert (found.source, found.agency) == ("CNN", "The New York Times")


def test_a_lone_outlet_is_the_source_only_beside_the_headline_or_a_byline() -> None:
    for lines, source in (("CNN", "CNN"), ("By Ann Roe\nCNN", "CNN"), ("Tides\nCNN\nJobs\nBoats for sale", "")):
        assert one(f"Ferries to cross\n{lines}\n\n{BODY}\n\n{OTHER}\n").source == source


def test_two_outlets_with_equal_evidence_leave_the_outlet_unknown() -> None:
    lines = ("© 2031 Quay Gazette", "© 2031 Saltmarsh Herald")
    assert one(f"Ferries to cross\n\n{BODY}\n\n{OTHER}\n\n" + "\n".join(lines)).source == ""
    assert one(f"Ferries to cross\n\n{BODY}\n\n{OTHER}\n\n{lines[0]}\nSource: CNN\n").source == "Quay Gazette"


@pytest.mark.parametrize(
    "line",
    [
        "https://www.cnn.com/a",
        "www.cnn.com",
        "Follow us on https://cnn.com",
        "@CNN",
        "Contact us: news@cnn.com",
        "» cnn.com",
    ],
)
def test_an_address_is_no_credit_of_an_outlet(line: str) -> None:
    found = one(f"Ferries to cross\n\n{BODY}\n\n{OTHER}\n\n{line}\n")
    assert (found.source, found.agency) == ("", "")


@pytest.mark.parametrize("step", config.SKIPPABLE_STEPS)
def test_every_step_can_be_left_out(step: str) -> None:
    dated = SECOND.replace("\n\n", "\n2024-05-06\n\n", 1)
    text = f"{LONG_STORY}\nAdvertisement\n\n{dated}"
    found = read(text, ExtractionOptions(skip=frozenset({step})))
    assert "".join(article.text for article in found) == text
    assert len(found) == (1 if step == "split_articles" else 2)


def test_the_configuration_names_the_steps() -> None:
    loaded = config.load_config({"skip_steps": "split_articles, dates"}, {})
    assert loaded.skipped_steps() == {"split_articles", "dates"}
    assert config.load_config({"skip_steps": "glued, furniture, within"}, {}).skipped_steps() == {
        "split_articles",
        "boilerplate",
        "inline_boilerplate",
    }  # their former names
    with pytest.raises(ConfigError, match="no step “title” to skip"):
        config.load_config({"skip_steps": "title"}, {})
    with pytest.raises(ConfigError, match="date_order has to be one of none, dmy, mdy"):
        config.load_config({"date_order": "ymd"}, {})


def test_patterns_can_be_added(tmp_path: Path) -> None:
    path = tmp_path / "more.toml"
    path.write_text(
        '[furniture]\nlines = ["Cast off"]\n[agencies]\nBaywire = ["BW"]\n[captions]\nexpressions = ["Sketch of "]\n',
        encoding="utf-8",
    )
    options = ExtractionOptions(own_patterns=read_patterns(str(path)))
    found = one(f"Ferries to cross\nSketch of the pier\n\nOSLO (BW) - {BODY}\n\nCast off\n", options)
    assert zones(found, "boilerplate") == [("boilerplate", "Cast off")]
    assert zones(found, "caption") == [("caption", "Sketch of the pier")]
    assert found.agency == "Baywire"


@pytest.mark.parametrize(
    "text",
    [
        "[boilerplate",
        "[boilerplates]\nlines = []",
        "[boilerplate]\nexpressions = ['(']",
        "[boilerplate]\nlines = 3",
        '[stamps.zones]\nXYZ = "+05:99"',
    ],
)
def test_invalid_patterns_are_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "more.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"more\.toml, which the setting patterns names, cannot be used"):
        read_patterns(str(path))


AWKWARD = (
    "x",
    "A title of five words",
    "a@" * 60,
    "READ MORE: ",
    "12 May 2024",
    "(12.05.2024) ",
    "By A. ",
    " \t",
    "OSLO: ",
)


@pytest.mark.parametrize("end", ["\n", "\n\n", " "])
@pytest.mark.parametrize("line", AWKWARD)
def test_many_awkward_lines_are_handled_quickly(line: str, end: str) -> None:
    text = f"{STORY}{(line + end) * (200_000 // len(line + end))}{BODY}\n{SECOND}"
    found = read(text, ExtractionOptions(recurring=frozenset({line})))
    assert sum(len(article.text) for article in found) == len(text)


@pytest.mark.slow
@pytest.mark.parametrize("end", ["\n", "\n\n", " "])
def test_ten_megabytes_are_handled_quickly(end: str) -> None:
    piece = end.join((*AWKWARD, STORY, SECOND, BODY, OTHER))
    text = piece * (10_000_000 // len(piece))
    assert "".join(article.text for article in read(text)) == text
