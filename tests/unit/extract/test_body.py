"""The region of the body of a whole page, and the boilerplate outside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.body import best_run
from search.extract.draft import Draft, ExtractionOptions
from search.extract.pipeline import run_steps

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


def boilerplate(text: str) -> str:
    """The boilerplate of a text that is one article, a line for each zone."""
    (draft,) = run_steps(Draft(text, ExtractionOptions(skip=frozenset({"split_articles"}))))
    return "\n".join(text[zone.start : zone.end] for zone in draft.zones() if zone.kind == "boilerplate")


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
    first, second, *others = PARAGRAPHS
    body = "\n".join((first, second, inside, *others))
    assert not set(inside.split("\n")) & set(boilerplate(page(body)).split("\n"))


def test_comments_below_an_article_are_boilerplate_even_if_they_are_longer() -> None:
    outside = boilerplate(page("\n".join(PARAGRAPHS), below=f"{COMMENTS}\n{FOOTER}"))
    assert "I have sailed" in outside and "Ask the people" in outside
    assert not any(paragraph in outside for paragraph in PARAGRAPHS)


def test_comments_are_boilerplate_if_names_and_times_stand_in_one_line() -> None:
    comments = COMMENTS.replace("\n4 March", " on 4 March").replace("09:12", "09:12 said:")
    assert "I have sailed" in boilerplate(page("\n".join(PARAGRAPHS), below=f"{comments}\n{FOOTER}"))


def test_a_link_to_the_comments_above_the_body_ends_no_article() -> None:
    introduction = " ".join(PARAGRAPHS)
    outside = boilerplate(page("\n".join((introduction, "3 comments", *PARAGRAPHS))))
    assert not any(paragraph in outside for paragraph in PARAGRAPHS)


def test_prose_that_is_scattered_between_names_and_prices_is_the_body() -> None:
    text = (
        "It is light, it keeps the rain out for a whole winter, and two of the crew would not go to sea without it now."
    )
    goods = [f"{name} of the islands\n{text} {name}.\n$ {price}\nBuy now" for price, name in enumerate(GOODS, 50)]
    body = "\n".join((*PARAGRAPHS[:2], *goods))
    assert text not in boilerplate(page(body))


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
            "الرئيسية\nسياسة\nاقتصاد\nرياضة\nثقافة\nطقس\nدخول\nبحث",
            "اجتمع مجلس الميناء مساء الاثنين ليقرر عدد العبارات التي ستعبر الخليج في الشتاء ومن سيدفع ثمن السفينتين.\n"
            "اثنتان من السفن أقدم من الرصيف الذي ترسوان عنده. وقد أصلحت محركاتهما ثلاث مرات منذ الربيع ولم تعد تعمل.\n"
            "قالت رئيسة المجلس إن الجزر لا تستطيع الانتظار شتاء آخر. فالجليد يقطعها عن المدينة أسابيع طويلة كل عام.\n"
            "تكلف السفينة الجديدة تسعة ملايين. لدى المدينة أربعة منها، وهي تطلب من الجزر الباقي بفائدة منخفضة جدا.",
            "اقرأ أيضا\nافتتاح سوق السمك الجديد\nعاصفة تقتلع سقف المخزن\nمن نحن\nFacebook\nTwitter\n"
            "© 2031 جريدة الخليج",
        ),
    ],
    ids=["German", "Japanese", "Arabic"],
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
    "results": "The regatta ended on Sunday. The wind was weak on the first two days, and strong on the last one.\n"
    + "\n".join(f"Boat {name}\n{place}" for place, name in enumerate(("Lark", "Tern", "Gull", "Knot", "Rail"), 1)),
}


@pytest.mark.parametrize("kind", CLEAN)
def test_nothing_of_a_clean_article_is_outside_its_body(kind: str) -> None:
    (draft,) = run_steps(Draft(f"{TITLE}\n\n{CLEAN[kind]}\n"))
    assert not draft.is_whole_page


@given(st.lists(st.integers(-9, 9), max_size=12))
def test_the_best_run_has_the_highest_sum_of_all_runs(scores: list[int]) -> None:
    start, end = best_run(scores)
    sums = [sum(scores[i:j]) for i in range(len(scores)) for j in range(i, len(scores) + 1)]
    assert sum(scores[start:end]) == max(sums, default=0)
