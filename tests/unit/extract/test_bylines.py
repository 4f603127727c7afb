"""Who wrote an article: the names in bylines, and the evidence that a line is one."""

import pytest

from search.extract.articles import extract_articles
from search.types.article import Article
from search.types.files import FileText

BODY = (
    "The harbour council met on Monday evening to settle how many ferries will cross the bay in winter, and who will "
    "pay for the two oldest boats, whose engines were repaired three times since the spring and are now beyond repair."
)
STANDFIRST = "Two old boats will not be repaired again, and nobody knows who pays for new ones."


def article(front: str, end: str = "") -> Article:
    """The article with lines between its headline and its body, and at its end."""
    text = f"Ferries to cross the bay in winter\n{front}\n\n{BODY}\n\n{BODY[:100]}.\n{end}"
    (found,) = extract_articles("news/a.txt", FileText(text, "utf-8", "", len(text)))
    return found


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ann Roe", "Ann Roe"),
        ("BY ANN ROE", "ANN ROE"),
        ("By Ann Roe and Ben Orr", "Ann Roe, Ben Orr"),
        ("By Ann Roe, Ben Orr and Cy Dee, Quay Gazette", "Ann Roe, Ben Orr, Cy Dee"),
        ("Von Anna Berg und Carl Diem", "Anna Berg, Carl Diem"),
        ("Par Anne Roche et Jean-Luc de la Tour", "Anne Roche, Jean-Luc de la Tour"),
        ("Por Ana Ruiz, Bilbao", "Ana Ruiz"),
        ("Di Matteo Rossi", "Matteo Rossi"),
        ("Door Anna van den Berg", "Anna van den Berg"),
        ("Av Kari Dahl", "Kari Dahl"),
        ("Автор: Анна Волкова", "Анна Волкова"),
        ("Γράφει ο Νίκος Παπάς", "Νίκος Παπάς"),
        ("بقلم: محمد علي", "محمد علي"),
        ("作者：王小明", "王小明"),
        ("Text und Fotos: Anna Berg", "Anna Berg"),
        ("Autor/in: Anna Berg", "Anna Berg"),
        ("Author of the article:\nAnn Roe", "Ann Roe"),
        ("Written by Ann O'Neil", "Ann O'Neil"),
        ("By J. R. McRoe Jr.", "J. R. McRoe Jr."),
        ("By BY ANN ROE", "ANN ROE"),
        ("4. März 2031 von Seebaer Kategorien: Boote", "Seebaer"),
        ("By Ann Roe, Staff Writer", "Ann Roe"),
        ("By Ann Roe Political correspondent", "Ann Roe"),
        ("By Ann RoeStaff Writer", "Ann Roe"),
        ("By Ann Roe in Oslo", "Ann Roe"),
        ("By Ann Roe for Quay Gazette", "Ann Roe"),
        ("By Ann Roe | Reuters", "Ann Roe"),
        ("By Ann Roe Fox News", "Ann Roe"),
        ("By Ann R @AnnR Reporter", "Ann R"),
        ("Von Anna B publiziert", "Anna B"),
        ("By Ann Roe 2031-11-18T20:51:19Z Space", "Ann Roe"),
        ("By Ann Roe Dec 23, 2031 4:15 PM", "Ann Roe"),
        ("Geschrieben vonAnna Berg", "Anna Berg"),
        ("By\nAnn Roe\nand\nBen Orr", "Ann Roe, Ben Orr"),
        ("Autor:\nAnna Berg", "Anna Berg"),
        ("Veröffentlicht am 4. März 2031 von seebaer7", "seebaer7"),
        ("Autor: seebaer7", "seebaer7"),
        ("Author: Roe, Ann B.", "Ann B. Roe"),
        ("लेखक: अमित वर्मा", "अमित वर्मा"),
        ("Ann Roe, Staff Reporter", "Ann Roe"),
        ("Ann Roe\nSenior Editor", "Ann Roe"),
        ("Ann Roe\n4 March 2031", "Ann Roe"),
        ("Ann Roe, 4 March 2031", "Ann Roe"),
        ("Ann Roe4 March 2031", "Ann Roe"),
        ("4 March 2031 | Ann Roe", "Ann Roe"),
        ("von seebaer7 · 4. März 2031", "seebaer7"),
        ("홍길순 기자", "홍길순"),
        ("홍길순·김영호 선임기자", "홍길순, 김영호"),
        ("(서울) 홍길순 특파원 hong@quay.example", "홍길순"),
        ("글·사진 홍길순 기자", "홍길순"),
        ("홍길순 기자 입력 2031.03.04", "홍길순"),
        ("記者王小明", "王小明"),
        ("本报记者 王小明 李华", "王小明, 李华"),
        ("記者王小明、李華／台北報導", "王小明, 李華"),
        ("王小明/報導", "王小明"),
        ("文／王小明", "王小明"),
        ("文・山田太郎", "山田太郎"),
        ("取材・文：山田太郎", "山田太郎"),
        ("文＝山田太郎 写真＝鈴木花子", "山田太郎"),
        ("山田太郎記者", "山田太郎"),
        ("كتب: محمد علي", "محمد علي"),
        ("إعداد: سارة أحمد", "سارة أحمد"),
        ("Иван Петров, корреспондент", "Иван Петров"),
        ("Иван Петров, обозреватель", "Иван Петров"),
        ("By Dr. Ann Roe and Sir Ben Orr", "Ann Roe, Ben Orr"),
        ("Text: Anna Berg; Fotos: Carl Diem", "Anna Berg"),
        ("By Ann Roe, Norholm Farmers Union", "Ann Roe"),
        ("Por: Ana Ruiz / Fotos: Luis Gil", "Ana Ruiz"),
        ("By Ann Roe and Ben Orr 2031-03-04T14:34:55Z", "Ann Roe, Ben Orr"),
        ("By Ann Roe and Ben Orr ·Feb 14, 2031", "Ann Roe, Ben Orr"),
        ("By ANN ROE and BEN ORR Associated Press", "ANN ROE, BEN ORR"),
        ("Par ANNE ROCHE, LUC BERNARD Envoyés spéciaux à Brest", "ANNE ROCHE, LUC BERNARD"),
        ("By Ann Roe, Software Engineer", "Ann Roe"),
        ("By Ann Engineer and Ben Orr", "Ann Engineer, Ben Orr"),
        ("By Ann Roe, West Coast Editor For Quay.example", "Ann Roe"),
        ("By Ann Roe, Norholm Cricket Ground", "Ann Roe"),
        ("By Capt. Ann Roe, U.S. Navy", "Ann Roe"),
        ("Von Anna Berg, MDN NORDBUCHT", "Anna Berg"),
        ("Von Anna Berg, Bad Homburg", "Anna Berg"),
        ("Von Anna Berg Landespolitische Korrespondentin", "Anna Berg"),
        ("Von Prof. Dr. Anna Berg", "Anna Berg"),
        ("Von Dr. med. Anna Berg", "Anna Berg"),
        ("Autor: Anna Berg, Nordbucht Fischerei und Hochschule", "Anna Berg"),
        ("Kolumne von Anna Berg - 28.04.2031 um 08:52 Uhr", "Anna Berg"),
        ("Guest post by Ann Roe", "Ann Roe"),
        ("Ann Roe Thursday, March 4, 2031", "Ann Roe"),
        ("Ann Roe Uncategorized March 4, 2031", "Ann Roe"),
        ("By Ann Roe View Comments", "Ann Roe"),
        ("BYAnn Roe", "Ann Roe"),
        ("By: By Ann Roe", "Ann Roe"),
        ("By Mohammed al-Sayed", "Mohammed al-Sayed"),
        ("By Ann Roe Football Writer", "Ann Roe"),
        ("By Ann B. Roe Consumer Affairs Correspondent", "Ann B. Roe"),
        ("By Ann Roe Medically reviewed by Ben Orr, MD", "Ann Roe"),
        ("Written by Ann Roe, Fact Checked by Ben Orr", "Ann Roe"),
        ("By Ann Lieber\n4 March 2031", "Ann Lieber"),
        ("Ann Roe\n2 hours ago", "Ann Roe"),
        ("Ann Roe\nHarbour Analyst", "Ann Roe"),
        ("“Nobody in the bay pays for two old boats.”\nAnn Roe\n4 March 2031", "Ann Roe"),
        ("By Ann Roe\nCouncil spends $3 million on boats", "Ann Roe"),
        (f"{STANDFIRST}\nBy Ann Roe", "Ann Roe"),
        (f"{STANDFIRST}\nAnn Roe\n4 March 2031", "Ann Roe"),
        ("Foto: Quay Press\nAnna Berg\n4. März 2031", "Anna Berg"),
        ("Harbour\nAnn Roe,\n4 March 2031", "Ann Roe"),
        ("Harbour\nAnn Roe\n—\n4 March 2031", "Ann Roe"),
        ("4. März 2031, 15:04 | Lesedauer: 7 Minuten\nAnna Berg", "Anna Berg"),
        ("04.03.2031 | 15:33 Uhr | Anna Berg", "Anna Berg"),
        ("4. März 2031 um 15:46 Uhr / Anna Berg", "Anna Berg"),
        ("Veröffentlicht am 4. März 2031, 14:26 Uhr, Anna Berg", "Anna Berg"),
        ("홍길순 기자 외 1명", "홍길순"),
        ("By ANN ROE and BEN ORRNOV. 16, 2031", "ANN ROE, BEN ORR"),
        ("By ANN ROESEPT. 16, 2031", "ANN ROE"),
        ("By Ann RoeDec. 4th, 2031", "Ann Roe"),
        ("By ANN LAMAR.", "ANN LAMAR"),
        ("By BEN DELMAR.\n4 March 2031", "BEN DELMAR"),
        ("By CY OTTOMAR. Reuters", "CY OTTOMAR"),
        ("BY J. R. LAMAR.", "J. R. LAMAR"),
        ("By ANN LAMAR. 4 March 2031", "ANN LAMAR"),
        ("By ANN LAMARDEC. 4, 2031", "ANN LAMAR"),
        ("By Ann LaMar", "Ann LaMar"),
        ("By Ann DeMay and Ben McJan.", "Ann DeMay, Ben McJan"),
        ("by Ann Roe Info", "Ann Roe"),
        ("By Ann Roe\nCy Dee\n4 March 2031", "Ann Roe"),
        ("Harbour\nCy Dee\n4 March 2031\nBy Ann Roe", "Ann Roe"),
    ],
)
def test_a_byline_names_the_authors(line: str, author: str) -> None:
    assert article(line).author == author


@pytest.mark.parametrize(
    "line",
    [
        "Parse.ly, December 11",
        "DIY Ideen",
        "DIRECTOR OF Sales",
        "Die wichtigsten Fragen",
        "Party 18 plus",
        "Von der Leyen fordert mehr Geld für Boote",
        "Von Anna Berg erwartet der Rat der Inseln mehr",
        "By the numbers",
        "By Admin",
        "By Staff",
        "By Our Correspondent",
        "Von unserem Korrespondenten",
        "Redaktion",
        "By Web Desk",
        "By Daily Mail Reporter",
        "By Quay Gazette Staff",
        "By Norholm Harbour Council",
        "By New York",
        "By land and sea\n4 March 2031",
        "By BBC News",
        "Ann Roe",
        "Real Estate",
        "Home Garden\nMore stories\n4 March 2031",
        "Council Ferries, 4 March 2031",
        "Two Boats\n4 March 2031",
        "4 March 2031 Baltic Boats",
        "Fact checked by\nAnn Roe\n4 March 2031",
        "By the National Farmers Federation",
        "By National Farmers’ Federation",
        "By Norholm Farmers Union",
        "By Citizens Advice Norholm",
        "By Quay Consulting Group",
        "By Boat Builders Inc.",
        "By Norholm's Finest",
        "By India Today",
        "By: Express Web Desk",
        "By Quay United Media Office",
        "By A Reader",
        "Von Polizei Norholm",
        "Por El Observador",
        "Por Governo do Estado",
        "Автор: Новости Залива",
        "Yazar: Haber Merkezi",
        "كتب: فريق التحرير",
        "文：湾岸新聞",
        "作者：小编",
        "연합뉴스 기자",
        "By\nHarbour Federation",
        "Von Bundesverband Fischerei",
        "Par Fédération Maritime",
        "Por Asociación de Pescadores",
        "Por Associação dos Pescadores",
        "Автор: Союз рыбаков",
        "كتبت الصحيفة",
        "بقلم: وزارة الثروة",
        "경제부 기자",
        "사진=홍길순 기자",
        "记者从市政府获悉",
        "記者協會",
        "责任编辑：王小明",
        "作者：海事局",
        "新聞記者",
        "文・写真：編集部",
        "文部科学省",
        "Ann Roe, Ben Orr and Cy Dee at the quay (photo: Dan Poe)",
        "By Ann Roe, 320 pages",
        "By Ann Roe/AFP/Getty Images",
        f"{STANDFIRST}\nAnn Roe, analyst at Quay Bank",
        "“Nobody pays for two old boats.”\nAnn Roe\nJournalist and author",
        "Ann Roe, a reporter who was there",
        "Ann Roe\nPhoto Editor",
        "By Ann Page\n4 March 2031",
        f"{STANDFIRST}\nAnn Roe\n2 hours ago",
        "By Popular Demand",
        "作者：网络整理",
        "By Ann Roe (Quay Press, 2031)",
        "By Ann Roe\n320 pages. Quay Books. $25.95.",
        "Von Anna Berg, 320 Seiten, Kaiverlag",
        "Directed by\nBen Orr\nWritten by\nAnn Roe\nMusic by\nCy Dee",
        "By Quay Studios",
        "By Norholm Harbour Research",
        "Fact Tank\n13 Oct 2031",
        "Front. Psychol., 29 July 2031",
        "4 March 2031Boats Norholm",
        "Von Iron Man zu Doktor Boot Robert Segel Jr.: Neues am Kai\n4. März 2031",
        "Boat と Ferry によるちがい\n2031年3月4日",
        "By European Space Agency",
        "Ann Roe\n4 March 2031, 10:32\nWill it rain in the bay?\nAnn Roe\n4 March 2031, 10:34",
        "Ann Roe, 4 March 2031\nBen Orr, 5 March 2031\nCy Dee, 6 March 2031",
        "Harbour\nAnn Roe\n2 hours ago",
        "Contributions from\nAnn Roe\n4 March 2031",
        "Harbour\nCase Study\n4 March 2031",
        "4 March 2031\nLISTEN PARA ESCUCHAR",
        "Audio 03:07 Min. | 4 March 2031 | Ann Roe",
        "Boats\nAnn Roe\n4 March 2031\nPiers\nBen Orr\n5 March 2031\nFish\nCy Dee\n6 March 2031",
    ],
)
def test_a_line_without_evidence_names_no_author(line: str) -> None:
    assert article(line).author == ""


NO_PERSONS = (
    "Middle East",
    "White House",
    "Manchester United",
    "Artificial Intelligence",
    "Grand Slam",
    "Deep Dive",
    "Bayern München",
    "Élections Européennes",
    "Cambio Climático",
    "Última Hora",
    "Politica Interna",
    "Orta Doğu",
    "Изменение Климата",
    "Ближний Восток",
    "Κλιματική Αλλαγή",
    "Liga Profesional",
    "Dev Ops",
    "Live Blog",
)


@pytest.mark.parametrize(
    "front",
    [
        "Harbour\n{}\n4 March 2031",
        "Harbour\n{}\n—\n4 March 2031",
        "Foto: Quay Press\n{}\n4 March 2031",
        "4 March 2031\n{}",
        "{}\n4 March 2031",
        f"{STANDFIRST}\n{{}}\n4 March 2031",
        "4 March 2031, {}",
        "4 March 2031 | {}",
        "{} | 4 March 2031",
        "4. März 2031, 15:04 Uhr, {}",
    ],
)
def test_topics_teams_and_places_beside_the_day_are_no_authors(front: str) -> None:
    named = {name: article(front.format(name)).author for name in NO_PERSONS}
    assert not {name for name, author in named.items() if author}


@pytest.mark.parametrize("place", ["Albert Hall", "Anfield Road", "Norholm Harbour", "Salle Pleyel"])
def test_the_place_of_an_event_behind_its_day_is_no_author(place: str) -> None:
    assert article(f"4 March 2031, {place}").author == ""
    assert article(f"4. März 2031, 19 Uhr, {place}").author == ""


@pytest.mark.parametrize(
    "name",
    ["Anne-Kathrin Berg", "José Ruiz", "ŁUKASZ NOWAK", "Yıldız Kaya", "Анна Волкова", "Νίκος Παπάς", "Q. R. Roe"],
)
def test_first_names_and_initials_tell_who_the_author_beside_the_day_is(name: str) -> None:
    assert article(f"{name}\n4 March 2031").author == name
    assert article(f"Harbour\n{name}\n4 March 2031").author == name


def test_of_whom_the_body_tells_is_not_the_author_beside_its_day() -> None:
    assert article("Ann Roe | 4 March 2031", f"The council thanked Ann Roe. {BODY}\n").author == ""
    assert article("Ann Roe | 4 March 2031", f"Ann Roe sails across the bay. {BODY}\n").author == "Ann Roe"
    text = f"Ferries to cross the bay\nAnn Roe | 4 March 2031\n\nAnn Roe sails across the bay. {BODY}\n\n{BODY}\n"
    (found,) = extract_articles("news/a.txt", FileText(text, "utf-8", "", len(text)))
    assert found.author == ""


def test_the_box_of_an_author_is_evidence_for_a_name_below_the_headline() -> None:
    assert article("Ann Roe", "Ann Roe is a reporter at Quay Gazette.\n").author == "Ann Roe"
    assert article("Ann Roe", "More from Ann Roe\n").author == "Ann Roe"
    assert article("Ann Roe", "The council thanked Ann Roe for her report.\n").author == ""
    assert article("Fact checked by\nAnn Roe", "Ann Roe is a reporter at Quay Gazette.\n").author == ""


def test_who_the_headline_names_is_not_the_author() -> None:
    text = f"Ann Roe sails across the bay\nAnn Roe\n4 March 2031\n\n{BODY}\n"
    (found,) = extract_articles("news/a.txt", FileText(text, "utf-8", "", len(text)))
    assert found.author == ""


def test_a_byline_below_the_headline_goes_before_one_above_it() -> None:
    title, links = "Ferries to cross the bay in winter", "Why it rains\nBy Cy Dee"
    text = f"{title}\n{links}\n{title}\n{STANDFIRST}\nBy Ann Roe\n4 March 2031\n\n{BODY}\n"
    (found,) = extract_articles("news/a.txt", FileText(text, "utf-8", "", len(text)))
    assert found.author == "Ann Roe"


@pytest.mark.parametrize(
    "end", ["By Ann Roe", "Text: Ann Roe", "Autor: Ann Roe", "Reporting by Ann Roe; Editing by Joe Low"]
)
def test_a_byline_may_stand_at_the_end(end: str) -> None:
    assert article("", f"{end}\n").author == "Ann Roe"
    assert article("", "Ann Roe\n").author == ""


def test_a_byline_below_the_heading_of_links_belongs_to_another_article() -> None:
    assert article("", "Related\nBy Ann Roe\n").author == ""


def test_a_byline_far_below_the_body_belongs_to_another_article() -> None:
    menu = "\n".join(("Home", "Politics", "Harbour", "Weather", "Jobs", "Sign in", "Subscribe", "Search", "About us"))
    teasers = f"Most read\nStorm over the old pier\n{menu}\nFish of the month\nBy Ben Orr 4 March 2031\nContact us\n"
    assert article("", f"{menu}\n{teasers}").author == ""


def test_a_byline_in_a_list_of_other_days_belongs_to_another_article() -> None:
    others = "\n".join(f"A pier for the north island\nBy Cy Dee {day} March 2031" for day in (3, 5, 8))
    assert article(f"{others}\n{STANDFIRST}\nBy Ann Roe\nPublished 9 March 2031").author == "Ann Roe"
    assert article("By Cy Dee 8 March 2031\nUpdated 9 March 2031").author == "Cy Dee"


@pytest.mark.parametrize(
    "front",
    [
        "By Ann Roe, 4 May 2031\nPublished 5 May 2031\nUpdated 7 May 2031",
        "By Ann Roe, 4 May 2031\nPublished: 5 May 2031 | Last updated: 7 May 2031",
        "4 May 2031\nBy Ann Roe, updated 7 May 2031\nFestival of boats: 10 May 2031",
    ],
)
def test_the_days_of_an_article_itself_are_no_list(front: str) -> None:
    assert article(front).author == "Ann Roe"


def test_days_with_the_same_label_are_of_other_articles() -> None:
    others = "\n".join(f"A pier for the north island\nBy Cy Dee, published {day} March 2031" for day in (3, 5, 8))
    assert article(others).author == ""


def test_bylines_of_other_articles_leave_the_author_unknown() -> None:
    links = "By Ann Roe\nWhy the bay is cold\nBy Ben Orr\nFish of the month\nBy Cy Dee\nMore from the harbour"
    assert article(links).author == ""
    assert article("By Ann Roe", f"{BODY}\n" * 6 + "Fish of the month\nBy Ben Orr\n").author == "Ann Roe"


def test_a_byline_in_a_short_text_names_the_author() -> None:
    text = "Ferries to cross the bay\nBy Ann Roe\nThe boats sail at noon.\n"
    (found,) = extract_articles("news/a.txt", FileText(text, "utf-8", "", len(text)))
    assert found.author == "Ann Roe"


@pytest.mark.parametrize("title", ["Von der Leyen fordert mehr Geld für Boote", "Di Maio attacca il porto di Norholm"])
def test_a_headline_that_begins_like_a_byline_is_the_title(title: str) -> None:
    text = f"{title}\nDie Boote der Bucht\n\n{BODY}\n"
    (found,) = extract_articles("news/a.txt", FileText(text, "utf-8", "", len(text)))
    assert (found.heading, found.author) == (title, "")
