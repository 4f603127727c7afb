"""Lines of dates: their languages, what may stand beside a date, and where the date of an article stands."""

from collections import Counter
from pathlib import Path

import pytest

from search.extract.articles import extract_articles
from search.extract.calendars import from_persian
from search.extract.draft import Draft
from search.extract.lines import split_lines
from search.extract.patterns import load_patterns
from search.extract.timestamp_parser import TimestampParser
from search.extract.timestamps import find_timestamps
from search.types.article import Article
from search.types.files import FileText

TITLE = "Ferries to cross the bay in winter"
BODY = (
    "The harbour council settled in the evening how many ferries are to cross the bay in winter, and who is to pay for "
    "the two oldest boats, whose engines were repaired three times since the spring and are now beyond repair."
)
OTHER = (
    "Researchers measured the nests of four thousand swallows between Easter and the first frost, counted eggs, and "
    "found that birds raised beneath wooden roofs grow heavier than those which hatch under plates of corrugated iron."
)
DAYS = Path(__file__).with_name("days_of_languages.txt").read_text(encoding="utf-8").splitlines()
SECTIONS = ("World", "City", "Harbour", "Sport", "Science", "Weather", "Travel", "Markets", "Health", "Garden")
MENU = "\n".join(("Home", "Log in", "Subscribe", *(f"{section} news" for section in SECTIONS)))


def one(text: str) -> Article:
    """The first article of a file."""
    return extract_articles("news/a.txt", FileText(text, "utf-8", "", len(text)))[0]


def with_line(line: str, below: str = "") -> Article:
    """An article with a line below its title, and text below its body."""
    return one(f"{TITLE}\n{line}\n\n{BODY}\n\n{below}\n")


def day(article: Article) -> str:
    """The date of an article; empty if it has none."""
    return article.dated.when if article.dated else ""


def test_days_in_the_words_of_many_languages_are_read() -> None:
    parser = TimestampParser(load_patterns(), "none")
    wrong = []
    for line in DAYS:
        language, iso, words = line.split("|")
        parsed = parser.parse(words)
        days = {day for stamp in parsed.timestamps for day in (stamp.when, *(day for _, day in stamp.readings))}
        if iso not in days or parsed.rest:
            wrong.append((language, iso, words, days))
    assert not wrong


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("2031年5月26日 10時32分", "2031-05-26T10:32"),
        ("公開日：2031年5月26日 午後3時05分", "2031-05-26T15:05"),
        ("令和13年5月26日", "2031-05-26"),
        ("입력 2031.05.26. 오후 10:32", "2031-05-26T22:32"),
        ("发布时间：2031-05-26 10:32", "2031-05-26T10:32"),
        ("民國120年5月26日", "2031-05-26"),
        ("Publicado em 26/05/2031 às 10h32", "2031-05-26T10:32"),
        ("Publicado el 26 de mayo de 2031 a las 10:32", "2031-05-26T10:32"),
        ("Publié le 26 mai 2031 à 11h", "2031-05-26T11:00"),
        ("26. května 2031 10:32", "2031-05-26T10:32"),
        ("26 mai 2031, ora 10:32", "2031-05-26T10:32"),
        ("26 Μαΐου 2031, 10:32 μ.μ.", "2031-05-26T22:32"),
        ("26 maj 2031 kl 10.32", "2031-05-26T10:32"),
        ("Julkaistu 26.5.2031 klo 10.32", "2031-05-26T10:32"),
        ("نشر في 26 مايو 2031", "2031-05-26"),
        ("٢٦ أيار ٢٠٣١", "2031-05-26"),
        ("26 مايو/ أيار 2031", "2031-05-26"),
        ("۶ خرداد ۱۴۰۳", "2024-05-26"),
        ("تاریخ انتشار: ۱۴۰۳/۰۳/۰۶", "2024-05-26"),
        ("प्रकाशित: २६ मई २०३१", "2031-05-26"),
        ("เผยแพร่เมื่อ 26 พฤษภาคม 2574", "2031-05-26"),
        ("26 พ.ค. 74 10:32 น.", "2031-05-26T10:32"),
        ("Thứ hai, 26/5/2031, 10:32 (GMT+7)", "2031-05-26T10:32+07:00"),
        ("26 tháng 5, 2031", "2031-05-26"),
        ("Senin, 26 Mei 2031 10:32 WIB", "2031-05-26T10:32+07:00"),
        ("Son güncelleme: 26 Mayıs 2031 Pazartesi 10:32", "2031-05-26T10:32"),
        ("2031. május 26. 10:32", "2031-05-26T10:32"),
        ("2031. gada 26. maijs", "2031-05-26"),
        ("2031 m. gegužės 26 d. 10:32", "2031-05-26T10:32"),
        ("zondag 26 mei 2031 om 10:32 uur", "2031-05-26T10:32"),
        ("Data publikacji: 26.05.2031 10:32", "2031-05-26T10:32"),
        ("פורסם בתאריך 26 במאי 2031", "2031-05-26"),
        ("12.03.2031", "2031-03-12"),
        ("Updated 5:27 am CST, Monday, May 26, 2031", "2031-05-26T05:27"),
        ("28 luglio 203110:43", "2031-07-28T10:43"),
        ("2. Februar 20312. Februar 2031", "2031-02-02"),
        ("26.05.2031 aktualisiert", "2031-05-26"),
        ("26/05/2031 10h32 Atualizado há 2 horas", "2031-05-26T10:32"),
        ("18 ذو القعدة 1445", ""),
        ("1445/11/18", ""),
    ],
)
def test_a_line_of_a_date_in_another_language_is_a_timestamp(line: str, when: str) -> None:
    assert day(with_line(line)) == when


def test_persian_days_are_days_of_ours() -> None:
    assert from_persian(1399, 12, 30) == "2021-03-20"
    assert from_persian(1408, 12, 30) == "2030-03-20"
    assert from_persian(1403, 1, 1) == "2024-03-20"
    assert from_persian(1403, 7, 1) == "2024-09-22"
    assert from_persian(1402, 12, 30) == ""


@pytest.mark.parametrize(
    "line",
    [
        *("November 18, 2031 | Harbour", "18 November 2031 in News", "London, 18 November 2031", "Bay News 18.11.2031"),
        *("Tuesday 18 November 2031 11:42, UK", "Ann Roe · 18 November 2031 · 5 min read", "mh 18. November 2031"),
        *("OSLO — November 18, 2031", "Updated - November 18, 2031 10:32 am IST - CALDER", "Ann RoeNovember 18, 2031"),
        "Published November 18, 2031 | Filed under: boats of the bay, ferries, winter | Tags: quay, council",
        *("Press release | 18 November 2031", "18 Nov 2031 · 1,234 views", "News24 - 18 November 2031"),
        *("* By Ann Roe on November 18, 2031", "Ann Roe on 18 November 2031", "10.32 - 18 November 2031"),
        *("Posted on November 18, 2031 by admin", "Dienstag 18 November 2031 | Leserbriefe | 12 Kommentare"),
        "Ann Roe · Quay Gazette · Posted: Nov 18, 2031 8:25 AM EST | Last Updated: November 18, 2031 9:01 AM EST",
        *("By Ann Roe | Staff | Published 18 November 2031 at 14:10 | 5 min read", "Quay Guide | 18 November 2031"),
        "Par Anne Roe, Gazette du Quai | Publié le 18 novembre 2031 à 14h10 | Mis à jour à 15h00 | Lecture 3 min",
        "Por Ana Roe / Gaceta / Publicado: 18 de noviembre de 2031, 14:10 / Lectura: 4 min",
        "Von Anna Roe / Kaizeitung / 18. November 2031, 14:10 Uhr / Lesezeit: 4 Minuten",
        "Ada Lund · Corriere · Pubblicato: 18 novembre 2031, 14:10 · Aggiornamento: 19 novembre 2031, 9:00",
        *("Ада Лунд | Вести | 18 ноября 2031, 14:10 | 5 мин", "Veröffentlicht am 18. November 2031 / ©quay.example"),
        *("Ann Roe November 18, 2031 Comment Now!", "Tuesday, 18 November 2031, 10:00, London"),
        *(
            "18/11/203118/11/2031 ~ Ann Roe",
            "10:32, 18 November 2031Updated 11:00, 18 November 2031",
            "2031年11月18日 10:32 来源：海湾报",
        ),
    ],
)
def test_names_sections_and_places_may_stand_beside_a_date(line: str) -> None:
    assert day(with_line(line))[:10] == "2031-11-18"


@pytest.mark.parametrize(
    "line",
    [
        *(
            "The report of the staff issued on 12 March 2031 said:",
            "The shop opens on 12 March 2031",
            "Concert: 12 March 2031, 8 pm, Town Hall",
            "Until 12 March 2031",
        ),
        *(
            "From 12 March 2031",
            "Tickets from 12 March 2031",
            "© Bay News 12 March 2031",
            "Photo: Ann Roe, 12 March 2031",
        ),
        *(
            "Bis 12. März 2031",
            "The old quay in Calder on 12 March 2031",
            "Deadline: 12 March 2031",
            "Only $12 on 12 March 2031",
        ),
        *(
            "Boats collided off Calder on 12 March 2031.",
            "12 March 2031 – 14 March 2031",
            "— Ann Roe (@annroe) 12 March 2031",
        ),
        *(
            "12-15 March 2031",
            "12.–15. März 2031",
            "12 - 15 marca 2031",
            "2031年3月12日～15日",
            "Wedding on 12 March 2031",
        ),
        *("Version 1.2.2031", "v1.2.2031", "Act of 12 March 2031", "Eastport 2-1 Calder, 12 March 2031"),
        *("Protesters in Eastport, 12 March 2031", "Премьера 12 марта 2031"),
        *("Winner: Ann Roe, 12 March 2031", "Gewinner: Anna Roe, 12. März 2031"),
        *("Wednesday 12 March 2031, 20:00, Town Hall", "Mittwoch, 12. März 2031, 20:00 Uhr, Stadthalle"),
        "Concert | Town Hall | 12 March 2031 | A song for all the boats of the bay | Tickets",
        *("Retrieved March 12, 2031", "Anmeldeschluss 12. März 2031", "12.3.20.31", "마감 2031.03.12"),
    ],
)
def test_sentences_events_captions_and_spans_are_no_timestamps(line: str) -> None:
    assert day(with_line(line)) == ""


def test_a_title_with_a_day_stays_the_title() -> None:
    article = one(f"Morning Briefing, 4 May 2031\n\n{BODY}\n")
    assert (article.heading, day(article)) == ("Morning Briefing, 4 May 2031", "")


@pytest.mark.parametrize(
    ("line", "below", "when"),
    [
        ("03/04/2031", "", ""),
        ("Thursday 03/04/2031", "", "2031-04-03"),
        ("Tuesday 03/04/2031", "", "2031-03-04"),
        ("03/04/2031 10:32 AM EST", "", "2031-03-04T10:32-05:00"),
        ("03/04/2031 10:32 GMT", "", "2031-04-03T10:32+00:00"),
        ("03/04/2031", "Archive of 26/03/2031 and 27/03/2031", "2031-04-03"),
        ("03/04/2031", "Archive of 03/26/2031 and 03/27/2031", "2031-03-04"),
        ("03/04/2031", "Archive of 03/26/2031 and 27/03/2031", ""),
        ("03/04/2031 10:32\n3 April 2031", "", "2031-04-03T10:32"),
        ("03-04-2031", "", ""),
        ("03.04.2031", "", "2031-04-03"),
    ],
)
def test_the_order_of_day_and_month_needs_evidence(line: str, below: str, when: str) -> None:
    assert day(with_line(line, below)) == when


def test_the_language_of_a_text_tells_the_order_of_day_and_month() -> None:
    text = "O conselho disse que as barcas não vão mais cruzar a baía, mas ele também vai pagar pelos barcos."
    assert day(one(f"As barcas do inverno\n03/04/2031\n\n{text} {text}\n")) == "2031-04-03"


@pytest.mark.parametrize(
    ("word", "when"), [("łódź", "2031-11-26"), ("brod đaka", "2031-10-26"), ("quay", ""), ("łódź đaka", "")]
)
def test_a_month_that_means_two_takes_the_one_of_the_language(word: str, when: str) -> None:
    assert day(with_line("26 listopada 2031", word)) == when


def test_a_stamp_near_the_headline_goes_before_the_day_of_the_page() -> None:
    top = f"{TITLE} - Bay News\nFriday, 28 November 2031\n{MENU}\n{MENU}"
    page = f"{top}\n\n{TITLE}\nAnn Roe\n{{}}\n\n{BODY}\n\n{OTHER}\n\n{BODY}\n\n{MENU}\n"
    assert day(one(page.format("12 March 2031"))) == "2031-03-12"
    assert day(one(page.format("Harbour"))) == ""


@pytest.mark.parametrize("label", ["Published on", "Veröffentlicht:", "公開日", "نشر في"])
def test_a_label_may_stand_in_the_line_before(label: str) -> None:
    article = with_line(f"Ann Roe\n4 March 2031\n{label}\n3 March 2031")
    assert article.published and article.published.when == "2031-03-03"
    assert with_line(f"{label}\n3 March 2031").published
    updated = with_line("Last updated\n4 March 2031")
    assert (updated.published, updated.updated and updated.updated.when) == (None, "2031-03-04")


@pytest.mark.parametrize(
    "lines",
    [
        "The fees of the old ferries have to be paid until\n12 March 2031.",
        "12 March 2031\nand the fees of the two old ferries have to be paid by then in the harbour office.",
    ],
)
def test_a_day_in_a_wrapped_sentence_is_no_timestamp(lines: str) -> None:
    assert day(with_line(lines)) == ""


def test_a_day_that_is_still_to_come_in_the_text_is_that_of_an_event() -> None:
    event = f"{TITLE}\n12 March 2031, 8 pm\n\n{{}} {BODY}\n"
    assert day(one(event.format("The choir will sing in the old harbour on 12 March."))) == ""
    assert day(one(event.format("The choir sang in the old harbour on 12 March."))) == "2031-03-12T20:00"


def test_a_later_day_of_the_week_above_the_one_of_the_article_is_that_of_the_page() -> None:
    assert day(one(f"{TITLE}\n\nWednesday, 19 November 2031\nSign in\n18 November 2031\n\n{BODY}\n")) == "2031-11-18"


def test_days_of_teasers_above_the_headline_are_no_dates() -> None:
    teasers = "\n".join(f"Boats of the bay {n}\n{n}/03/2031 11:00" for n in (13, 14, 15))
    page = f"{MENU}\n{MENU}\n{{}}\n\n{TITLE}\n\n{BODY}\n\n{OTHER}\n\n{BODY}\n\n{MENU}\n{MENU}\n"
    assert day(one(page.format(teasers))) == ""
    assert day(one(page.format("15/03/2031 11:00"))) == "2031-03-15T11:00"


def test_days_of_teasers_and_comments_are_no_dates() -> None:
    teasers = "\n".join(f"Boats of the bay {n}\n{n} March 2031" for n in range(10, 13))
    page = f"{MENU}\n{MENU}\n\n{TITLE}\n\n{BODY}\n\n{OTHER}\n\n{BODY}\n{{}}\n{MENU}\n"
    assert day(one(page.format(f"9 March 2031\n{teasers}"))) == ""
    assert day(one(page.format(f"Ann Roe\n9 March 2031\n{teasers}"))) == ""
    assert day(one(page.format("9 March 2031"))) == "2031-03-09"


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("November 18, 2031 | by Ann Roe", "Ann Roe"),
        ("Posted on November 18, 2031 by Ann Roe", "Ann Roe"),
        ("By Ann Roe 2031-11-18T12:48:14Z Space", "Ann Roe"),
    ],
)
def test_a_byline_beside_a_date_names_the_author(line: str, author: str) -> None:
    article = with_line(line)
    assert (day(article)[:10], article.author) == ("2031-11-18", author)


def test_a_word_and_a_month_are_no_author() -> None:
    assert with_line("Aired November 18, 2031 - 7:15 AM ET").author == ""


@pytest.mark.parametrize(
    "dateline",
    [
        *(
            "Lima, 26 may. 2031 (Andina).- The",
            "(ANSA) - CALDER, 26 MAG 2031 - The",
            "Calder, le 26 mai 2031 (AFP) - The",
        ),
        *(
            "CALDER, May 26, 2031 /PRNewswire/ -- The",
            "CALDER--(BUSINESS WIRE)--May 26, 2031--The",
            "CALDER, 26 mai 2031 (AFP) - The",
        ),
        *(
            "CALDER, May 26, 2031 (GLOBE NEWSWIRE) -- The",
            "Berlin, 26. Mai 2031 – The",
            "CALDER--(BUSINESS WIRE)--26.05.2031--The",
        ),
        *("CALDER, 26 May 2031 – (ACN Newswire) – The", "Calder, Bergen--(Newsfile Corp. - May 26, 2031) - The"),
    ],
)
def test_the_dateline_of_a_press_release_gives_its_day(dateline: str) -> None:
    assert day(one(f"{TITLE}\n\n{dateline} {BODY}\n")) == "2031-05-26"


def test_very_many_days_that_other_days_decide_are_read_in_linear_time() -> None:
    draft = find_timestamps(split_lines(Draft("03/04/2031\n" * 20_000 + "13/04/2031\n")))
    assert Counter(stamp.when for stamp in draft.timestamps) == {"2031-04-03": 20_000, "2031-04-13": 1}


def test_a_day_beside_a_byline_below_a_long_standfirst_is_the_date() -> None:
    below = 5 * f"{BODY}\n\n"
    text = f"Ferries to cross the bay\n\n{BODY} {BODY}\n\n{{}}\n\n18 November 2031\n\n{below}"
    assert day(one(text.format("By Ann Roe")))[:10] == "2031-11-18"
    assert day(one(text.format("The boats"))) == ""
