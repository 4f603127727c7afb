"""Where one article of a file ends and the next begins. All texts are written for these tests."""

import pytest

from search.extract.draft import Draft
from search.extract.pipeline import run_steps

# ruff: noqa: E501  paragraphs have no line breaks in them
FERRIES = """Ferries to cross the bay in winter

The harbour council met on Monday evening to settle how many ferries will cross the bay in winter, and who will pay.

Two of the oldest boats need new engines, said Ada Lund, who chairs the council. The islands would be cut off without them from November to March, and the school on Norholm has forty children who cross the bay each morning.

A vote on the money is due before the first storms. The owner of the yard offered to repair one of the boats at cost.
"""
SWALLOWS = """Researchers measured the nests of four thousand swallows between Easter and the first frost, counted eggs.

Birds raised beneath wooden roofs grow heavier than those which hatch under plates of corrugated iron, they found. The barns of the valley are among the last with oak beams, said the biologist Tom Vale, who led the work for nine years.

Farmers get a grant for each wooden barn they keep. Swallows return to the same beam every spring, from as far as Mali.
"""
PEACE = """The two governments signed an agreement on the river on Tuesday, after three years of talks about its dams.

Engineers of both sides will read the gauges together from now on, and each may close the gates only after a warning of two days. The foreign ministers shook hands on the bridge that had been blown up in the war and was rebuilt last year.

Fishermen on the lower river welcomed the news. Their catch had halved since the largest of the dams was filled.
"""
TITLE = "Swallows prefer the wooden barns of the valley"


def parts(text: str) -> list[str]:
    """The first line of each article of a text."""
    return [part.text.lstrip().split("\n")[0] for part in run_steps(Draft(text))]


@pytest.mark.parametrize(
    ("second", "first_line"),
    [
        (f"{TITLE}\n\n{SWALLOWS}", TITLE),
        (f"{TITLE}\n\n{SWALLOWS}".replace("\n\n", "\n"), TITLE),
        (f"{TITLE}\nBy Tom Reed\n\n{SWALLOWS}", TITLE),
        (f"{TITLE}\n{TITLE}\n\n{SWALLOWS}", TITLE),
        (f"{TITLE}\n\nOSLO, May 6 (Reuters) - {SWALLOWS}", TITLE),
        (f"{TITLE}\n\nOSLO — {SWALLOWS}", TITLE),
        (f"{TITLE}\n6 May 2031\n\n{SWALLOWS}", TITLE),
        (f"{TITLE}.\n6 May 2031\n\n{SWALLOWS}", f"{TITLE}."),
        (f"Do swallows prefer wooden barns?\n6 May 2031\n\n{SWALLOWS}", "Do swallows prefer wooden barns?"),
        (f"Swallows like barns\n6 May 2031\n\n{SWALLOWS}", "Swallows like barns"),
        (f"Wooden Barns For Swallows\n6 May 2031\n\n{SWALLOWS}", "Wooden Barns For Swallows"),
        (f"By Tom Reed\n\n{SWALLOWS}", "By Tom Reed"),
        (f"OSLO, May 6 (Reuters) - {SWALLOWS}", f"OSLO, May 6 (Reuters) - {SWALLOWS.splitlines()[0]}"),
    ],
)
@pytest.mark.parametrize("between", ["", "Advertisement\n\n", "Most read\n\nShare this article\n\n"])
def test_an_article_behind_another_is_split_off_at_its_first_line(second: str, first_line: str, between: str) -> None:
    text = f"{FERRIES}\n{between}{second}"
    assert parts(text) == ["Ferries to cross the bay in winter", first_line]
    first, _ = run_steps(Draft(text))
    assert first.text == f"{FERRIES}\n{between}", "boilerplate between them belongs to the first"


@pytest.mark.parametrize(
    "title", ["Council wants ferries in winter", "Ferries To Cross In Winter", "Winter Ferries: All Boats"]
)
@pytest.mark.parametrize("stamp", ["6 May 2031", "Published 6 May 2031, 18:30", "Updated: May 6, 2031"])
def test_a_second_report_of_one_event_is_split_off_by_its_date_line(title: str, stamp: str) -> None:
    second = FERRIES.replace("Ferries to cross the bay in winter", f"{title}\n{stamp}")
    assert len(parts(f"{FERRIES}\n{second.replace('Monday', 'Monday night')}")) == 2


def test_reports_of_one_event_that_only_have_titles_stay_one_article() -> None:
    second = FERRIES.replace("Ferries to cross the bay in winter", "Council wants ferries in winter")
    assert len(parts(f"{FERRIES}\n{second.replace('Monday', 'Monday night')}")) == 1


def test_other_words_alone_do_not_split() -> None:
    assert len(parts(f"{FERRIES}\n{SWALLOWS}")) == 1
    assert len(parts(f"{FERRIES}\nWhat nobody had thought of before\n\n{SWALLOWS}")) == 1


GERMAN = """Stadtrat streitet über die neue Brücke

Der Stadtrat hat am Montag bis Mitternacht über die Brücke am Hafen gestritten. Sie soll im Herbst gebaut werden.

Die Kosten haben sich seit dem Frühjahr verdoppelt, sagte die Kämmerin Eva Roth. Das Geld fehlt nun bei den Schulen.

Eine Mehrheit für die Brücke gilt trotzdem als sicher, weil auch die Opposition die Fähren für zu langsam hält.
"""
GERMAN_SECOND = """Forscher zählen Wölfe in den Wäldern der Heide

Mit Kameras haben Biologen in einem Jahr vierzig Wölfe gezählt, doppelt so viele wie beim letzten Mal. Vier Rudel leben fest in den Wäldern, die übrigen Tiere ziehen durch die Heide nach Westen weiter.

Schäfer bekommen für jeden Zaun einen Zuschuss. Hunde schützen die Herde am besten, zeigen die Zahlen der Forscher.
"""
ARABIC = """مجلس المدينة يناقش بناء الجسر الجديد

ناقش مجلس المدينة مساء الاثنين خطة بناء الجسر الجديد فوق الميناء، وقال الرئيس إن العمل سيبدأ في الخريف المقبل بعد موافقة الوزارة.

وتضاعفت تكاليف الجسر منذ الربيع، ويخشى المعلمون أن تدفع المدارس الثمن، لأن الأموال ستؤخذ من ميزانية التعليم في المدينة هذا العام.

وتعتبر الأغلبية للجسر مؤكدة رغم ذلك، لأن المعارضة أيضا ترى أن العبارات بطيئة جدا وأن الجزر تنقطع عن الميناء في كل عاصفة شتوية.
"""
ARABIC_SECOND = """علماء يحصون الذئاب في غابات الشمال

أحصى علماء الأحياء أربعين ذئبا في غابات الشمال خلال عام واحد باستخدام كاميرات تعمل ليلا ونهارا، وهو ضعف العدد السابق الذي سجلوه.

وتحصل العائلات التي تربي الأغنام على دعم لبناء الأسوار، وتظهر الأرقام أن الكلاب تحمي القطيع أفضل من أي وسيلة أخرى جربها العلماء.

وتعيش أربع مجموعات منها في الغابة طوال السنة، أما الحيوانات الأخرى فتعبر السهول نحو الغرب بحثا عن الغذاء في فصل الثلوج الطويل.
"""


@pytest.mark.parametrize(("first", "second"), [(GERMAN, GERMAN_SECOND), (ARABIC, ARABIC_SECOND)])
def test_articles_in_other_languages_are_split(first: str, second: str) -> None:
    assert parts(f"{first}\n{second}") == [first.split("\n", maxsplit=1)[0], second.split("\n", maxsplit=1)[0]]


CHINESE = (
    "市议会在星期一晚上讨论了港口新桥的费用，主席说工程将在秋天开始，但是学校的预算因此会减少很多，家长们对此表示担心。"
)
CHINESE_SECOND = (
    "科学家在北方森林里统计了四十只狼，比上一次调查多了一倍，牧民可以得到修建围栏的补助，狗也能保护羊群不受狼的攻击。"
)


def test_a_title_in_a_script_without_spaces_needs_a_timestamp() -> None:
    first = "\n\n".join(["市议会讨论新桥的费用", *4 * [CHINESE]])
    second = "\n\n".join(["科学家统计森林里的狼\n2031年5月6日", *4 * [CHINESE_SECOND]])
    assert len(parts(f"{first}\n\n{second}\n")) == 2
    assert len(parts(f"{first}\n\n{second}\n".replace("2031年5月6日\n", ""))) == 1


def series(*entries: str, title: str = "What you need to know about the flood") -> str:
    """A text with a title, a date line, and a paragraph below each entry."""
    paragraphs = [*FERRIES.split("\n\n")[1:], *SWALLOWS.split("\n\n"), *PEACE.split("\n\n")]
    below = "\n\n".join(f"{entry}\n\n{text.strip()}" for entry, text in zip(entries, paragraphs, strict=False))
    return f"{title}\n\n26 May 2031\n\n{paragraphs[-1].strip()}\n\n{below}\n"


ONE_ARTICLE = {
    "subheads": series(
        "A childhood between boats and nets in the bay",
        "The winter when the islands were cut off",
        "What the owner of the yard has to say",
        "How swallows came to the wooden barns",
        "Where birds grow heavier than under iron",
    ),
    "questions": series(
        "Why will ferries cross the bay in winter?",
        "Who will pay for the new engines?",
        "When is a vote on the money due?",
        "Do swallows prefer the wooden barns?",
    ),
    "numbered": series(
        "1. Cross the bay in winter", "2. See the old engines", "3. Visit the yard", "4. Count swallows"
    ),
    "headings of a judgment": series(
        "A. The Ferries of the Bay", "B. The Engines and the Boats", "C. The Yard's Offer"
    ),
    "speakers": series("LUND: What about the ferries", "VALE: Swallows like old barns", "LUND: I asked about boats"),
    "captions": series(
        "Ferries in the bay. Photo: Ann Roe",
        "© Ann Roe/Bay Images The engines of the two oldest boats",
        "Getty – Contributor Swallows beneath a wooden roof",
        "Ada Lund, pictured with children of the school",
    ),
    "quotations": series("“Two of the oldest boats need new engines”", "„Die Schwalben kehren zurück“ – der Forscher"),
    "stage directions": series("(APPLAUSE AND LAUGHTER)", "[Music of an old ferry plays]"),
    "press release": series(
        "About the Harbour Council and its members", "Cautionary note on statements", "Contact for the press"
    ),
    "live blog with times": series(
        "Ferries stay in the harbour tonight\n17.55 BST",
        "Engines arrive at the yard\n16.20 BST",
        "Vote on the money\n14.02 BST",
    ),
    "chat": series(
        "Ada Lund of Norholm\n26 May 2031 10:32",
        "Ben Orr of Calder\n26 May 2031 10:33",
        "Ada Lund of Norholm\n26 May 2031 10:34",
        "Ben Orr of Calder\n26 May 2031 10:35",
    ),
    "section breaks": series("* * *", "----------", "* * *"),
    "gallery": series("1 / 4\nBack to the gallery of boats", "2 / 4\nBack to the gallery of boats"),
    "the headline again": f"{FERRIES}\n\nFerries to cross the bay in winter\n6 May 2031\n\n{SWALLOWS}",
    "teasers": FERRIES
    + "\nRelated articles\n\n"
    + "\n\n".join(
        f"{title}\n{day} May 2031\n\nOne sentence of some words says what the other article is about.\nRead more"
        for day, title in enumerate(
            ("Swallows prefer wooden barns", "River treaty signed at last", "School on Norholm gets a roof", TITLE), 1
        )
    ),
    "comments": FERRIES
    + "\n3 comments\n\n"
    + "\n\n".join(
        f"{name}\n{day} May 2031 at 10:32 am\n\n{text}\n\nReply"
        for day, name, text in (
            (7, "Old Sailor Of Norholm", "Nobody asked us who live there. The boats are late each day, and cold too."),
            (8, "Cy Dee Junior", "The yard belongs to a cousin of the mayor, so this is no gift at all, is it?"),
            (9, "Old Sailor Of Norholm", "That is what I have said for years, and nobody at the council listens."),
        )
    ),
}


MENU = "\n".join(("Harbour", "Weather", "Culture", "Sport", "Islands", "Letters") * 6)
LONG_TEASER = f"{TITLE}\n6 May 2031\n\n" + " ".join(SWALLOWS.split("\n\n")[:2])
ONE_ARTICLE["a whole page with long teasers"] = f"{MENU}\n\n{FERRIES}\n\nRelated\n{LONG_TEASER}\nRead more\n{MENU}\n"
ONE_ARTICLE["long comments with greetings"] = (
    FERRIES
    + "\n3 comments\n"
    + "".join(
        f"\nAnn Roe\n{day} May 2031 10:3{day}\n{text}\nWarm greetings from researchers of swallows\nReply\n"
        for day, text in ((6, PEACE), (7, SWALLOWS), (8, SWALLOWS.replace("swallows", "starlings")))
    )
)
ONE_ARTICLE["dated teasers in the text"] = (
    f"{FERRIES}\nSwallows of the valley\n4 May 2031\nYou might like to read these\n5 May 2031\n\n{SWALLOWS}"
)
for kind, stamp in (
    ("a comment", "Ann Roe says:\n6 May 2031"),
    ("a list", "* 6 May 2031"),
    ("replies", "2 replies\n6 May 2031"),
):
    ONE_ARTICLE[f"the date of {kind}"] = f"{FERRIES}\nWarm greetings to all who read this\n{stamp}\n\n{SWALLOWS}"


@pytest.mark.parametrize("kind", ONE_ARTICLE)
def test_what_belongs_to_one_article_is_not_split_off(kind: str) -> None:
    assert len(parts(ONE_ARTICLE[kind])) == 1


def dated_series(*bodies: str) -> str:
    """An article with entries below it that have titles and date lines."""
    titles = (
        "Swallows like wooden barns",
        "Nests in the valley counted",
        "Birds return from Mali again",
        "Who gets the grants",
    )
    entries = (
        f"{title}\n{day} May 2031\n\n{body}" for day, (title, body) in enumerate(zip(titles, bodies, strict=False), 1)
    )
    return "\n\n".join((FERRIES, *entries))


def test_entries_with_date_lines_are_all_split_off_or_none() -> None:
    short = "One sentence of some words says what there is to say of it today.\n\nRead more"
    assert len(parts(dated_series(SWALLOWS, SWALLOWS, SWALLOWS, short))) == 5
    assert len(parts(dated_series(SWALLOWS, SWALLOWS, short, short))) == 1


def test_a_name_above_a_date_line_is_no_headline() -> None:
    assert len(parts(f"{FERRIES}\nOld Sailor Of Norholm\n6 May 2031\n\n{SWALLOWS}")) == 1
    assert len(parts(f"{FERRIES}\nOld Barns Of Swallows\n6 May 2031\n\n{SWALLOWS}")) == 2


def test_the_more_headings_a_text_has_the_less_each_counts() -> None:
    text = f"{FERRIES}\nThe nests in barns of the valley\n\n{SWALLOWS}\n\n{{}}{PEACE}"
    assert len(parts(text.format(""))) == 2
    headings = ("What engineers read from gauges", "Why a warning takes two days", "How the catch was halved")
    assert len(parts(text.format("".join(f"{heading}\n\n{PEACE}\n" for heading in headings)))) == 1


def test_short_wire_reports_are_split_by_their_datelines() -> None:
    reports = (
        (
            "River rises by two metres",
            "VALLEYTOWN, May 26 (Reuters) - Streets near the old bridge were closed on Monday.",
        ),
        (
            "Parliament bans nets in the bay",
            "PORTVILLE, May 26 (Reuters) - Parliament voted for a law that bans some nets.",
        ),
        (
            "Central bank leaves its rate",
            "CAPITAL, May 26 (Reuters) - The central bank left its main rate as it was before.",
        ),
    )
    text = "\n\n".join(
        f"{title}\n\n{report} Officials said so.\n\n(Reporting by Ada Lund)" for title, report in reports
    )
    assert parts(text) == [title for title, _ in reports]


@pytest.mark.parametrize(
    "separator",
    [
        "Document 2 of 3\n\n{title}\n\nAuthor: Ann Roe\n\n",
        "2 of 3 DOCUMENTS\n\nThe Bay Gazette\n\n{title}\n\nBYLINE: By Ann Roe\n\nLENGTH: 112 words\n\n",
        "==========\n\n{title}\nBy Ann Roe\n\n",
        "----------\n\n{title}\n6 May 2031\n\n",
        "* * * * *\n\n{title}\n\nSection: News\n\n",
    ],
)
def test_documents_of_an_export_are_split_at_their_separators(separator: str) -> None:
    for body in (SWALLOWS, FERRIES.partition("\n")[2].lstrip()):
        first, second = run_steps(Draft(f"{FERRIES}\n{separator.format(title=TITLE)}{body}"))
        assert second.text.endswith(body)
        assert TITLE not in first.text
        assert second.sure == 0.99


@pytest.mark.parametrize("label", ["Title: ", "Titel: ", "Título: "])
def test_records_of_fields_are_documents_whose_titles_have_no_label(label: str) -> None:
    titles = ("Ferries to cross the bay in winter", TITLE, "Peace on the river")
    bodies = (FERRIES.partition("\n\n")[2], SWALLOWS, PEACE)
    records = (f"{label}{title}\nAuthor: Ann Roe\n\n{body}" for title, body in zip(titles, bodies, strict=True))
    drafts = run_steps(Draft("\n========\n\n".join(records)))
    assert tuple(draft.text[slice(*draft.title)] for draft in drafts) == titles


def test_the_number_of_a_document_is_no_title() -> None:
    records = (f"Document {number} of 2\n\n{text}" for number, text in ((1, FERRIES), (2, f"{TITLE}\n\n{SWALLOWS}")))
    drafts = run_steps(Draft("\n".join(records)))
    assert [draft.text[slice(*draft.title)] for draft in drafts] == ["Ferries to cross the bay in winter", TITLE]


@pytest.mark.parametrize(
    ("second", "is_sure"),
    [(f"{TITLE}\n6 May 2031\n\n{SWALLOWS}", True), (f"Swallows like wooden barns\n\n{SWALLOWS}", False)],
)
def test_a_seam_is_sure_where_a_timestamp_or_a_dateline_states_it(second: str, *, is_sure: bool) -> None:
    _, part = run_steps(Draft(f"{FERRIES}\n{second}"))
    assert 0.5 <= part.sure < 1.0
    assert (part.sure >= 0.9) == is_sure


DATED = FERRIES.replace("\n\n", "\nBy Ann Roe\n26 May 2031, 10:30\n\n", 1) + "\n© 2031 Quay Gazette\n"


@pytest.mark.parametrize(
    ("second", "day", "provenance", "author", "outlet"),
    [
        (f"{TITLE}\n\n{SWALLOWS}", "2031-05-26", "file", "Ann Roe", "Quay Gazette"),
        (f"{TITLE}\nBy Tom Reed\n\n{SWALLOWS}", "2031-05-26", "file", "Tom Reed", ""),
        (f"{TITLE}\n27 May 2031\n\n{SWALLOWS}", "2031-05-27", "stamp", "", ""),
        (f"{TITLE}\n\nOSLO (Reuters) - {SWALLOWS}", "", "", "", ""),
        (f"Document 2 of 3\n\n{TITLE}\n\n{SWALLOWS}", "", "", "", ""),
    ],
)
def test_an_article_inherits_what_it_does_not_state(
    second: str, day: str, provenance: str, author: str, outlet: str
) -> None:
    first, part = run_steps(Draft(f"{DATED}\n{second}"))
    assert (first.published and first.published.when, first.author, first.source) == (
        *("2031-05-26T10:30", "Ann Roe", "Quay Gazette"),
    )
    dated = part.published
    assert (dated.when if dated else "", dated.provenance if dated else "") == (day, provenance)
    assert (part.author, part.source) == (author, outlet)
    assert not (dated and part.mentions)


SHORT_REPORTS = {
    "en": (
        "Ferries stop in the ice\n4 March 2031\nThe two ferries of the bay stopped on Monday because of the ice. "
        "The council will decide on Friday.",
        "Museum opens its doors again\n5 March 2031\nThe town museum has opened again after three years of work. "
        "The roof alone cost two million.",
    ),
    "de": (
        "Fähren stehen im Eis\n4. März 2031\nDie beiden Fähren der Bucht haben am Montag wegen des Eises gestoppt. "
        "Der Rat entscheidet am Freitag.",
        "Das Museum öffnet wieder\n5. März 2031\nDas Stadtmuseum hat nach drei Jahren Arbeit wieder geöffnet. "
        "Allein das Dach kostete zwei Millionen.",
    ),
    "ru": (
        "Паромы стоят во льду\n4 марта 2031\nДва парома залива в понедельник остановились из-за льда. "
        "Совет примет решение в пятницу утром.",
        "Музей снова открылся\n5 марта 2031\nГородской музей снова открылся после трёх лет работ. "
        "Одна крыша обошлась в два миллиона.",
    ),
}


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("language", sorted(SHORT_REPORTS))
def test_short_reports_with_a_title_and_a_day_each_are_split(language: str, between: str) -> None:
    first, second = SHORT_REPORTS[language]
    text = f"{first}\n\n{second}\n".replace("\n", between)
    assert parts(text) == [it.partition("\n")[0] for it in (first, second)]


@pytest.mark.parametrize(
    "below",
    [
        # a teaser below a longer article
        f"{4 * ('The boats are older than the pier at which they moor, and their engines failed last year. ')}\n\n"
        "Museum opens its doors again\n5 March 2031\nThe town museum has opened again after three years of work.\n",
        # comments
        "Ann Marie Roe\n5 March 2031 10:14\nThe council should have bought these boats long ago, not only now that there "
        "is ice.\n\nBen De Roe\n6 March 2031 11:02\nThat is what they always say in winter, and then in summer no one "
        "cares about them.\n",
        # a timeline
        "The first ferry stops\n5 February 2031\nThe first ferry stopped on a Monday because of the ice on the bay, and "
        "the harbour master called.\n\nThe second ferry stops\n12 February 2031\nThe second ferry stopped a week later. "
        "The islands had no more bread by then, and no more oil.\n",
    ],
    ids=["teaser", "comments", "timeline"],
)
def test_other_dated_entries_below_a_short_article_are_not_split_off(below: str) -> None:
    assert len(parts(f"{SHORT_REPORTS['en'][0]}\n\n{below}")) == 1


@pytest.mark.parametrize(
    "second",
    [
        f"The swallows of the valley prefer barns. Do not ask why.\n\n2031-05-26\n\n{SWALLOWS}\n",
        f"iBarn sells swallows a new kind of nest\n\n26 May 2031\n\n{SWALLOWS}\n",
        f"Swallow Watch: barns\n\n26 May 2031\n\n{SWALLOWS}\nSwallow Watch: a song\nSwallow Watch: a nest\n",
        f"A story of the birds\n\n26 May 2031\n\nThe swallows of the valley and the barns of wood\n\n{SWALLOWS}\n",
        f"Who counts the birds of the valley, and what do they eat in winter?\n\n26 May 2031\n\nThe swallows of the valley\n\n{SWALLOWS}\n",
        f"“The swallows eat what flies”\n\n26 May 2031\n\n{SWALLOWS}\n",
        f"Who counts swallows, and why...\n\n26 May 2031\n\n{SWALLOWS}\n",
        f"Birds of the Valley Get Money From the U.N.\n\n26 May 2031\n\n{SWALLOWS}\n",
        f"How the {'swallows of the long and green valley ' * 4}came back\n\n26 May 2031\n\n{SWALLOWS}\n",
        f"A story of the birds\n\n26 May 2031\n\n{'The swallows and the barns' + chr(10)}{'Oak beams and iron roofs' + chr(10)}{'Eggs and the first frost' + chr(10)}{'Nine years of work' + chr(10)}\n{SWALLOWS}\n",
        f"A story of the birds\n\n26 May 2031\n\nIn short:\n\n{SWALLOWS}\n",
    ],
    ids=[
        "ends like a sentence",
        "begins with a small letter",
        "seems to be said",
        "above a standfirst",
        "is a question above a standfirst",
        "is a quotation",
        "ends with an ellipsis",
        "ends with an abbreviation",
        "is long",
        "above many points",
        "above a label",
    ],
)
def test_the_line_directly_above_a_day_is_the_headline_of_an_article(second: str) -> None:
    assert parts(f"{FERRIES}\n\n{second}")[1:] == [second.partition("\n")[0]]


def test_a_link_to_a_dated_file_is_no_headline() -> None:
    link = "Here is the whole report on the nests:\n\nSwallows of the valley, a report\n\n26 May 2031\n\n1.2 MB\n\n"
    assert len(parts(f"{FERRIES}\n\n{link}{SWALLOWS}\n")) == 1


def test_the_sentences_above_the_days_of_a_timeline_are_no_headlines() -> None:
    days = "\n\n".join(
        f"{day} May 2031\n\nThe swallows of the valley left their barns on this day." for day in (3, 9, 26)
    )
    assert (
        len(
            parts(
                f"{FERRIES}\n\nNobody in the whole valley had ever counted these swallows before.\n\n{days}\n\n{SWALLOWS}\n"
            )
        )
        == 1
    )
