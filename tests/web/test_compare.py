"""The comparison page: it has all of both texts, and the same as the JSON."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.support.files import write_files
from tests.support.html_tree import Element, parse_html
from tests.support.places import ROOT, SAMPLE
from tests.support.server import Server, serve

FERRY = (
    "Night ferry to Norholm stopped by its own crew\n"
    "Advertisement\n\n"
    "Night ferry to Norholm stopped by its own crew\n\n"
    "Published: 12 July 2031 13:37 IST\n\n"
    "The night ferry to Norholm was stopped on Tuesday after its crew of 40 refused to sail.\n"
    "Advertisement\n"
    "“We will not leave the harbour in such a storm,” the captain told passengers on the quay.\n\n"
    "Some 6,000 people wait for a boat, and 40 per cent of them have nowhere to sleep tonight.\n\n"
    "The company said that it would pay for hotels until the weather turns in the north.\n\n"
    "A second boat lies idle in the dock at Calder, where its engine waits for parts.\n"
)
COPY = (
    "Island cut off as ferry crew stays on land\n\n"
    "Published: 14 July 2031 09:00 IST\n\n"
    "The company said that it would pay for hotels until the weather turns in the north.\n\n"
    "Norholm is an island of fishermen.\n\n"
    "The night ferry to Norholm was stopped late on Tuesday after its crew of 45 refused to sail.\n\n"
    "Some 6000 people wait for a boat, and 40% of them have nowhere to sleep tonight.\n\n"
    "“We have never seen waves like these,” said a fisherman of 70.\n\n"
    "A second boat lies idle in the dock at Calder.\n"
)
OTHER = "Bakers of Calder win a prize\n\nThree bakers were given a golden spoon for their rye bread by the mayor.\n"
ARABIC = "الفيضان في الوادي\n\nنزل الماء في الوادي اليوم، وعاد الناس إلى بيوتهم قبل أن تغرب الشمس وراء الجبل. 40 %\n"
MIXED = "Flood\n\nنزل الماء في الوادي اليوم، وعاد الناس إلى بيوتهم قبل أن تغرب الشمس وراء الجبل (ferry). 41 %\n"
HOSTILE = "<b>Bold & “bad”</b>\n\nThe <script>alert(1)</script> of one article that says <i>these</i> ten & more.\n"
LONG = random.Random(1)
WORDS = [f"w{number}" for number in range(3000)]
SENTENCES = [" ".join(LONG.choices(WORDS, k=20)).capitalize() + "." for _ in range(1200)]
FILES = {
    "ferry.txt": FERRY,
    "copy.txt": COPY,
    "other.txt": OTHER,
    "arabic.txt": ARABIC,
    "mixed.txt": MIXED,
    "hostile.txt": HOSTILE,
    "worse.txt": HOSTILE.replace("ten", "<u>10</u>"),
    "long.txt": "Long\n\n" + " ".join(SENTENCES),
    "longer.txt": "Longer\n\n" + " ".join(sentence.replace("7", "8") for sentence in SENTENCES),
    "heads.txt": "Heads\n\n" + " ".join(LONG.choices("ab", k=30_000)),
    "tails.txt": "Tails\n\n" + " ".join(LONG.choices("ab", k=30_000)),
    "letters.txt": "Letters\n\n" + 60_000 * "a ",
    "numbers.txt": "Numbers\n\n" + " ".join(map(str, range(20_000))),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("compare")
    with serve(write_files(folder / "texts", FILES), folder / "index") as server:
        yield server


def identity(site: Server, name: str) -> str:
    [hit] = site.get(f"/api/v1/search?q=path:{name}.txt").json["hits"]
    return str(hit["id"])


def ids(site: Server, a: str, b: str) -> str:
    return f"a={identity(site, a)}&b={identity(site, b)}"


def page(site: Server, a: str, b: str, more: str = "") -> Element:
    answer = site.get(f"/compare?{ids(site, a, b)}{more}")
    assert answer.status == 200
    return parse_html(answer.text)


def side_texts(row: Element, side: str) -> list[str]:
    """What one side of a row says, without the labels."""
    parts = (part for column in row.all("div", side) for part in column.all("p", "says"))
    return [" ".join(part.text_without("label").split()) for part in parts]


def rows(shown: Element) -> list[tuple[str, list[str], list[str]]]:
    return [(row.classes[1], side_texts(row, "a"), side_texts(row, "b")) for row in shown.one("ol", "rows").all("li")]


SHORT = [name for name in FILES if len(FILES[name]) < 2000]


def letters(*texts: str) -> Counter[str]:
    """How often each character stands in texts, but for white space."""
    return Counter("".join("".join(texts).split()))


@pytest.mark.parametrize(("a", "b"), list(permutations(SHORT, 2)))
def test_all_text_of_both_articles_is_on_the_page_once(site: Server, a: str, b: str) -> None:
    shown = page(site, a.removesuffix(".txt"), b.removesuffix(".txt"))
    gone = {part.one("summary").line.split()[3][0]: part for part in shown.all("details")}
    for letter, name in (("A", a), ("B", b)):
        there = [text for row in shown.one("ol", "rows").all("li") for text in side_texts(row, letter.lower())]
        listed = [part.text for part in gone[letter].all("li")] if letter in gone else []
        assert letters(*there, *listed) == letters(FILES[name])
        if letter == "A":  # in its order, too
            rest = iter(FILES[name].split())
            assert all(word in rest for word in " ".join(there).split())


def test_shared_sentences_are_side_by_side_and_others_alone(site: Server) -> None:
    kinds = rows(page(site, "ferry", "copy"))
    assert [kind for kind, *_ in kinds] == ["apart", "shared", "apart", "shared", "moved", "apart", "shared"]
    night = "The night ferry to Norholm was stopped on Tuesday after its crew of 40 refused to sail."
    late = "The night ferry to Norholm was stopped late on Tuesday after its crew of 45 refused to sail."
    assert ("shared", [night], [late]) in kinds
    hotels = "The company said that it would pay for hotels until the weather turns in the north."
    assert ("moved", [hotels], [hotels]) in kinds
    assert kinds[0][1:] == (
        ["Night ferry to Norholm stopped by its own crew"],
        ["Island cut off as ferry crew stays on land", "Norholm is an island of fishermen."],
    )


def test_differing_words_are_marked_within_a_sentence(site: Server) -> None:
    shown = page(site, "ferry", "copy").one("ol", "rows")
    marks = {
        side: [(mark["class"], mark.text) for column in shown.all("div", side) for mark in column.all("mark")]
        for side in "ab"
    }
    assert ("words", "40") in marks["a"]
    assert ("written", "6,000") in marks["a"]
    assert ("written", "per cent") in marks["a"]
    assert {("words", "late"), ("words", "45"), ("written", "6000"), ("written", "%")} <= {*marks["b"]}
    assert not [row for row in shown.all("li", "apart") if row.all("mark")]


def test_the_summary_has_shares_passages_figures_quotes_and_relation(site: Server) -> None:
    compared = site.get(f"/api/v1/compare?{ids(site, 'ferry', 'copy')}").json
    shown = page(site, "ferry", "copy")
    verdict = shown.one("p", "verdict").line
    assert f"They share {compared['comparison']['passages']} passages" in verdict
    for side in "ab":
        assert f"{compared['comparison'][f'share_{side}']:.0%} of {side.upper()}" in verdict
    listed = [item.line for item in shown.one("ul", "relation").all("li")]
    assert listed == [
        f"{each['text'][0].upper()}{each['text'][1:]} {each['evidence']}"
        for each in compared["relation"]
        if each["kind"] != "shared_passages"  # the verdict says it
    ]
    assert "A was published 1 day earlier" in listed[0]
    swapped = page(site, "copy", "ferry").one("ul", "relation").all("li")
    assert "B was published 1 day earlier" in swapped[0].line
    summaries = [dict(pairs(card)) for card in shown.all("section", "card")]
    assert summaries[0]["Figures only in A"] == ["40"]
    assert summaries[1]["Figures only in B"] == ["45", "70"]
    assert summaries[0]["Quotations only in A"] == ["“We will not leave the harbour in such a storm,”"]
    assert summaries[1]["Quotations only in B"] == ["“We have never seen waves like these,”"]
    assert "12 July 2031" in shown.all("section", "card")[0].one("p", "about").line


def pairs(card: Element) -> Iterator[tuple[str, list[str]]]:
    for group in card.one("dl").all("div"):
        yield group.one("dt").line, [value.line for value in group.all("dd")]


def test_figures_and_quotes_of_one_article_link_to_their_place(site: Server) -> None:
    shown = page(site, "ferry", "copy")
    for letter, card in zip("ab", shown.all("section", "card"), strict=True):
        links = card.one("dl").all("a")
        assert links
        for link in links:
            row = shown.one("li", id=link["href"].removeprefix("#"))
            assert link.line in " ".join(side_texts(row, letter))


def test_passages_link_to_each_other(site: Server) -> None:
    shown = page(site, "ferry", "copy")
    count = int(shown.one("p", "verdict").line.split()[2])
    anchors = [row["id"] for row in shown.one("ol", "rows").all("li") if row.all("h3") and row.all("span", "passing")]
    assert anchors == [f"passage-{number}" for number in range(1, count + 1)]
    every = {element["id"] for element in shown.walk() if "id" in element.attributes}
    for link in shown.one("main").all("a"):
        if link["href"].startswith("#"):
            assert link["href"].removeprefix("#") in every
    assert len(shown.one("div", "map").all("polygon")) == count


def test_articles_without_a_common_passage_have_a_note(site: Server) -> None:
    shown = page(site, "ferry", "other")
    assert shown.one("p", "verdict").line == "They share no passage."
    assert [kind for kind, *_ in rows(shown)] == ["apart"]
    assert not shown.all("div", "map")
    assert not shown.all("", "passing")


def test_boilerplate_is_left_out_and_named(site: Server) -> None:
    shown = page(site, "ferry", "copy")
    assert "Advertisement" not in shown.one("ol", "rows").text
    first, second = shown.all("details", "gone")
    assert first.one("summary").line == "Not compared in A: 4 lines of boilerplate, dates and repeated headlines"
    assert [part.text for part in first.all("li")] == [
        "Advertisement",
        "Night ferry to Norholm stopped by its own crew",
        "Published: 12 July 2031 13:37 IST",
        "Advertisement",
    ]
    assert [part.text for part in second.all("li")] == ["Published: 14 July 2031 09:00 IST"]


def test_the_sides_can_be_swapped_and_the_query_is_kept(site: Server) -> None:
    shown = page(site, "ferry", "copy", "&q=%22ferry%22+crew")
    assert shown.one("input", type="search")["value"] == '"ferry" crew'
    swap = next(link for link in shown.all("a") if link.line == "Swap sides")
    swapped = parse_html(site.get(swap["href"]).text)
    titles = [[card.one("h2").one("a").line for card in it.all("section", "card")] for it in (shown, swapped)]
    assert titles[0] == titles[1][::-1]
    for link in [*(card.one("h2").one("a") for card in swapped.all("section", "card")), swapped.one("p", "back")]:
        target = link if link.tag == "a" else link.one("a")
        assert "q=%22ferry%22+crew" in target["href"]
        assert site.get(target["href"]).status == 200


def test_the_page_shows_what_the_api_returns(site: Server) -> None:
    compared = site.get(f"/api/v1/compare?{ids(site, 'ferry', 'copy')}").json
    assert list(compared) == ["a", "b", "relation", "comparison"]
    assert list(compared["a"]) == ["id", "title", "path", "about", "text", "zones", "left_out", "rest"]
    assert list(compared["comparison"]) == [
        *("rows", "passages", "words", "share_a", "share_b", "figures_a", "figures_b"),
        *("quotations_a", "quotations_b", "complete"),
    ]
    assert list(compared["comparison"]["rows"][0]) == ["kind", "a", "b", "differences", "passage"]
    for side in "ab":
        spans = sorted(row[side] for row in compared["comparison"]["rows"] if row[side])
        assert "".join(compared[side]["text"][start:end] for start, end in spans) == compared[side]["text"]
        whole = site.get(f"/api/v1/articles/{compared[side]['id']}").json["text"]
        for part in compared[side]["left_out"]:
            whole = blanked(whole, part)
        assert whole == compared[side]["text"]


def blanked(text: str, part: dict[str, Any]) -> str:
    end = part["start"] + len(part["text"])
    assert text[part["start"] : end] == part["text"]
    return text[: part["start"]] + " " * len(part["text"]) + text[end:]


def test_each_text_has_its_direction_and_language(site: Server) -> None:
    shown = page(site, "arabic", "mixed").one("ol", "rows")
    assert {part["dir"] for part in shown.all("p", "says")} == {"auto"}
    assert {part["lang"] for part in shown.all("div", "a")[0].all("p", "says")} == {"ar"}
    assert [mark.text for mark in shown.all("mark", "words")] == ["ferry"]


def test_tags_in_texts_are_text(site: Server) -> None:
    shown = page(site, "hostile", "worse")
    assert not shown.one("main").all("script") and not shown.all("b")
    assert "<script>alert(1)</script>" in shown.one("ol", "rows").text
    assert [mark.text for mark in shown.all("mark", "words") if mark.text != "different words"] == ["ten", "10"]


WRONG = (
    ("/compare", 400, "Missing: a and b."),
    ("/compare?a=&b=+", 400, "Missing: a and b."),
    ("/compare?a=0123456789abcdef", 400, "Missing: b."),
    ("/compare?a=0123456789abcdef&b=0123456789abcdef", 400, "name the same article"),
    ("/compare?a=0123456789abcdef&b=xyz", 404, "no such article as a and b name"),
    ("/compare?a=%ff%00&b=%ed%a0%80", 404, "no such article as a and b name"),
)


@pytest.mark.parametrize(("target", "status", "sentence"), WRONG, ids=[target for target, *_ in WRONG])
def test_a_wrong_address_gets_a_helpful_page(site: Server, target: str, status: int, sentence: str) -> None:
    kept = f"{target}{'&' if '?' in target else '?'}q=ferry"
    answer = site.get(kept)
    shown = parse_html(answer.text)
    assert answer.status == status
    assert sentence in shown.one("main").line
    assert shown.one("input", type="search")["value"] == "ferry"
    assert shown.one("main").one("a")["href"] == "/search?q=ferry"
    problem = site.get(f"/api/v1{kept}")
    assert (problem.status, problem.header("content-type")) == (status, "application/problem+json")
    assert sentence in problem.json["detail"]


def test_a_missing_article_is_named(site: Server) -> None:
    there = identity(site, "ferry")
    for target, name in ((f"a={there}&b=0123456789abcdef", "b"), (f"a=0123456789abcdef&b={there}", "a")):
        answer = site.get(f"/compare?{target}")
        assert answer.status == 404
        assert f"no such article as {name} names" in parse_html(answer.text).one("main").line


def test_a_very_long_text_is_compared_in_part_and_the_page_says_so(site: Server) -> None:
    shown = page(site, "long", "longer")
    [note] = [note.line for note in shown.one("div", "notes").all("p") if "of A" in note.line]
    assert note.startswith("Only the first ")
    compared = site.get(f"/api/v1/compare?{ids(site, 'long', 'longer')}").json
    for side, name in (("a", "long.txt"), ("b", "longer.txt")):
        assert 99_000 < len(compared[side]["text"]) <= 100_000
        assert compared[side]["text"] + FILES[name][-compared[side]["rest"] :] == FILES[name]


def test_the_page_says_where_the_comparison_stopped(site: Server) -> None:
    sentence = "some words were not compared one by one"
    assert sentence in page(site, "heads", "tails").one("div", "notes").line
    assert not page(site, "ferry", "copy").all("div", "notes")


def test_many_figures_are_shortened_and_counted(site: Server) -> None:
    card = page(site, "numbers", "letters").all("section", "card")[0]
    figures = dict(pairs(card))["Figures only in A"]
    assert len(figures) == 13
    assert figures[-1].startswith("and ")
    assert figures[-1].endswith(" more")


def test_the_tour_links_to_two_near_duplicates(tmp_path: Path) -> None:
    found = re.search(
        r"<http://127\.0\.0\.1:8765(/compare\S+)>", (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
    )
    assert found
    with serve(SAMPLE, tmp_path / "index") as sample:
        assert "They share 3 passages" in parse_html(sample.get(found[1]).text).one("p", "verdict").line
