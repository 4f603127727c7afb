"""What `make extraction CLONES=folder` counts on pages, on pages that were written for this test."""

import random
from datetime import date
from typing import Any

import pytest

from search.extract.draft import Draft
from search.extract.pipeline import run_steps
from search.types.article import Dated, Zone
from tests.eval import page_claims as claims
from tests.eval import page_zones as zones
from tests.eval.glued_pairs import KINDS, WITH_TITLE, Clean, begins_at
from tests.eval.left_out import left_out
from tests.eval.page_labels import days, is_with_outlet, titles
from tests.eval.page_sets import Page, outlet
from tests.eval.page_spans import shared
from tests.eval.page_summary import paper, summary
from tests.eval.page_texts import declared, parsed
from tests.eval.pages import FIGURES
from tests.eval.written_days import is_written

FERRY = "The ferry to the northern island stays in port until the storm has passed, the harbour master said."
TOWN = "Shops in the old town opened an hour later than usual, because no goods had come from the mainland."
BODY = f"{FERRY}\n\nNo fish\n\n{TOWN}"
PAGE = f"Menu\nFerry waits for the storm\n{FERRY}\nNo fish\n{TOWN}\nRead more\nNo fish\n"


def page(text: str = PAGE, **labels: object) -> Page:
    known = {"gold": BODY, "titles": ["Ferry waits for the storm"], "dates": ["2021-03-04"], "authors": ["Ada Holm"]}
    about = {"set": "sh", "id": "a", "outlet": "a.example", "form": "lx", "text": text}
    return Page(**{**about, **_UNLABELLED, **known, **labels})  # type: ignore[arg-type]


_UNLABELLED = {"language": "", "site_name": "", "has": [], "lacks": []}


def drafted(text: str = PAGE, *boilerplate: str) -> Draft:
    zones_of_lines = [Zone("boilerplate", text.index(line), text.index(line) + len(line)) for line in boilerplate]
    return Draft(text, zones_by_line={n: (zone,) for n, zone in enumerate(zones_of_lines)})


def test_the_body_in_a_page_is_what_stands_in_the_gold_body_too() -> None:
    marks = shared(PAGE, BODY)
    lines = [line for line in PAGE.split("\n") if line and marks[PAGE.index(line)]]
    assert lines == [FERRY, "No fish", TOWN, "No fish"]
    assert not marks[PAGE.rindex("No fish")], "a short paragraph of the gold behind its last long one is no body"


def test_quotes_and_line_breaks_do_not_hide_the_body() -> None:
    gold = "“The ferry stays – until the storm has passed,” said the harbour master."
    text = 'Menu\n"The ferry stays - until\nthe storm has passed," said\nthe harbour master.\nMore'
    assert sum(shared(text, gold)) == len("".join(gold.split()))


def test_a_phrase_of_the_body_in_another_title_is_no_body() -> None:
    phrase = FERRY[:27]
    title = f"{phrase}: what passengers of the last week told us about their long wait"
    text = f"{title}\n{PAGE}{phrase} to the east\n{FERRY} {title}\n"
    marks = shared(text, BODY)
    assert not any(marks[: len(title)])
    assert any(marks[text.index(" to the east") - 10 : text.index(" to the east")]), "more than half of the line"
    assert marks[text.rindex(FERRY) + 50], "a whole paragraph in a longer line"


def test_boilerplate_is_counted_without_white_space() -> None:
    counts = zones.boilerplate(page(), [drafted(PAGE, "Menu", "No fish")]).counts
    assert counts["other boilerplate"] == len("Menu")
    assert counts["body boilerplate"] == len("Nofish")
    assert counts["body"] + counts["other"] == len("".join(PAGE.split()))


def markup(*paragraphs: str, around: str = "<div class='text a'>{}</div>") -> Any:
    return parsed("".join(around.format(f"<p>{it}</p>") for it in paragraphs).encode())


def test_a_label_that_ends_early_is_known_by_paragraphs_like_its_own() -> None:
    third = "Fishermen had tied up their boats on Monday already, and many had taken their nets home with them."
    faulty = markup(
        FERRY,
        TOWN,
        third,
        f"{third[:60]}.",
        "Read more from this harbour, every week, in your own inbox, and at no cost",
    )
    assert left_out(faulty, BODY) == pytest.approx(len("".join(third.split())) / len("".join(BODY.split())))
    assert left_out(markup(FERRY, TOWN), BODY) == 0
    assert left_out(markup(FERRY, third, third), BODY) == 0, "one paragraph says nothing of its kind"
    beside = markup(FERRY, TOWN).getroottree().getroot()
    beside.find("body").append(markup(third, around="<section class='comment'>{}</section>"))
    assert left_out(beside, BODY) == 0


def test_pages_with_faulty_labels_are_left_out_of_one_figure() -> None:
    drafts = [drafted(PAGE, "Menu")]
    assert zones.boilerplate_of_whole_bodies(page(left_out=0.1), drafts) == zones.boilerplate(page(), drafts)
    assert not zones.boilerplate_of_whole_bodies(page(left_out=0.2), drafts).counts


def test_a_body_is_cut_where_two_articles_hold_it() -> None:
    first, second = PAGE[: PAGE.index(TOWN)], PAGE[PAGE.index(TOWN) :]
    parts = [Draft(first), Draft(second, offset=len(first))]
    assert zones.split(page(), parts).counts == {"all": 1, "split": 1, "judged": 1, "elsewhere": 0, "cut": 1}
    assert zones.split(page(), [Draft(PAGE)]).counts["cut"] == 0


@pytest.mark.parametrize(
    ("found", "right", "suffix"),
    [
        ("Ferry waits for the storm", 1, 0),
        ("Ferry  waits for the storm | The Island Post", 0, 1),
        ("The Island Post: Ferry waits for the storm", 0, 1),
        ("Ferry waits for the stormy season", 0, 0),
        ("Menu", 0, 0),
    ],
)
def test_a_title_is_right_or_right_with_the_outlet(found: str, right: int, suffix: int) -> None:
    counts = claims.title(page(), [Draft(found, title=(0, len(found)))]).counts
    assert (counts["right"], counts["suffix"]) == (right, suffix)


@pytest.mark.parametrize(("claim", "right"), [("2021-03-04", 1), ("2021-03-05T00:30+00:00", 1), ("2021-04-03", 0)])
def test_a_date_is_right_on_the_day_or_one_beside_it(claim: str, right: int) -> None:
    draft = Draft("Published 4 March 2021", published=Dated(claim, "stamp", 0, 0))
    assert claims.dates(page(draft.text), [draft]).counts["written_right"] == right
    assert claims.dates(page(draft.text), [Draft(draft.text)]).counts["claimed"] == 0


@pytest.mark.parametrize(("found", "right"), [("Ada Holm", 1), ("Ada Holm and Bo Lind", 0), ("Ada Holm Politics", 0)])
def test_an_author_is_right_if_nothing_else_is_with_the_name(found: str, right: int) -> None:
    assert claims.author(page(), [Draft("", author=found)]).counts["right"] == right


@pytest.mark.parametrize(
    ("name", "right"),
    [("Hale Bay Post", 1), ("The Hale Bay Post Online", 1), ("HBP", 1), ("Hale News", 0), ("HBPO", 0)],
)
def test_an_outlet_is_known_by_its_name_or_initials(name: str, right: int) -> None:
    draft = Draft("", source="The Hale Bay Post")
    assert claims.outlet(page(site_name=name), [draft]).counts["right"] == right


def test_two_authors_are_right_with_a_word_between() -> None:
    draft = Draft("", author="Ada Holm and Bo Lind")
    for label in (["Bo Lind", "Ada Holm"], ["By Ada Holm und Bó Lind"]):
        assert claims.author(page(authors=label), [draft]).counts["right"] == 1


def test_an_author_may_also_be_one_that_the_markup_states() -> None:
    html = b"""<meta name=author content="Cleo Vik"><script type="application/ld+json">[{"headline": "Ferry waits",
        "author": [{"name": "Ada Holm"}, {"name": "Bo Lind"}]}, {"headline": "School", "author": "Ida Moe"}]</script>"""
    byline = declared(parsed(html))["byline"]
    assert byline == ["Cleo Vik", "Ada Holm", "Bo Lind"]
    for found, right, stated in (("Ada Holm, Bo Lind", 0, 1), ("Ada Holm", 1, 1), ("Ida Moe", 0, 0), ("", 0, 0)):
        counts = claims.author(page(byline=byline), [Draft("", author=found)]).counts
        assert (counts["right"], counts["right or stated"]) == (right, stated)


def test_a_place_is_labelled_by_a_digest_of_its_name() -> None:
    assert claims.place_digest("PORT HALE, Ohio") == claims.place_digest("Port Hale") != claims.place_digest("Ohio")
    unlabelled = page(outlet=next(f"{n}.example" for n in range(99) if not page(outlet=f"{n}.example").held))
    counts = claims.place(unlabelled, [Draft("", place="Port Hale")]).counts
    assert (counts["claimed"], counts["right"]) == (1, 0), "a page without a label has no dateline"


def test_snippets_are_judged_where_they_stand() -> None:
    snippets = page(has=["stays in port"], lacks=["Read\nmore", "not in the page"])
    counts = zones.snippets(snippets, [drafted(PAGE, "Read more")]).counts
    assert counts == {"text": 1, "text body": 1, "text boilerplate": 0, "other": 1, "other body": 0} | {
        "other boilerplate": 1
    }


def test_the_markup_gives_titles_without_the_site() -> None:
    markup = {"titles": ["Ferry waits &amp; waits | The Post"], "h1": ["The Post", "Ferry still waits & waits"]}
    stated = titles("", {**markup, "site_name": "The Post", "document": ""})
    assert stated == ["Ferry waits & waits", "Ferry still waits & waits"]
    assert not is_with_outlet("Ferry waits", "Ferry")


def test_a_label_gives_way_to_the_day_that_the_page_states() -> None:
    assert days("2021-04-03", "2021-03-04T10:00", "", "4 March 2021") == ["2021-03-04"]
    assert days("2021-04-03", "2021-03-04T10:00", "", "3 April 2021") == ["2021-04-03"]


def test_the_day_of_the_last_change_is_right_if_the_page_states_it() -> None:
    assert days("", "2021-03-04", "2021-05-06", "Ada Holm, 6 May 2021") == ["2021-03-04", "2021-05-06"]
    assert days("", "2021-03-04", "2021-05-06", "Ada Holm") == ["2021-03-04"]
    assert days("", "", "2021-05-06", "Ada Holm, 6 May 2021") == []


@pytest.mark.parametrize(
    "text",
    ["4. März 2021", "March 4th, 2021", "04/03/2021", "2021年3月4日", "4 de marzo de 2021", "Mar 4 2021", "4.3.21"],
)
def test_a_day_is_written_in_many_forms(text: str) -> None:
    assert is_written(date(2021, 3, 4), f"Posted {text} by Ada")
    assert not is_written(date(2021, 3, 5), f"Posted {text} by Ada")


def test_an_outlet_is_a_domain() -> None:
    assert [outlet(f"https://{it}/a") for it in ("www.post.example", "news.post.co.uk", "post.example")] == [
        "post.example",
        "post.co.uk",
        "post.example",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_pair_is_split_where_the_second_article_begins(kind: str) -> None:
    first, second = Clean("a", "Ferry waits", BODY), Clean("b", "School has a new roof", TOWN)
    pair = KINDS[kind](first, second, random.Random(1))
    begin = pair.text[pair.seam :]
    assert begin.startswith(second.title) == (kind in WITH_TITLE or kind.startswith("same event"))
    assert begins_at([Draft(pair.text), Draft(begin, offset=pair.seam)], pair)
    assert not begins_at([Draft(pair.text), Draft("", offset=pair.text.index(FERRY))], pair)


def test_the_summary_adds_the_forms_of_a_row() -> None:
    sums = {("title", "lx", "folder"): {"all": 4, "right": 3}, ("split", "lx", "folder"): {"all": 2, "split": 1}}
    lines = list(summary({**sums, ("split", "in", "folder"): {"all": 2}, ("title", "lx", "alone"): {"all": 9}}))
    assert lines[2:] == [
        "| false splits, whole pages | 4 | 25.0 % | ≤ 6 % |",
        "| title, all text | 4 | 75.0 % | ≥ 85 % |",
    ]


def test_a_paper_says_when_and_on_which_pages_was_measured() -> None:
    part = [page(form=form) for form in ("lx", "in")]
    text = paper({("title", "lx", "folder"): {"all": 4, "right": 3}}, part, date(2031, 3, 4))
    kind = "held back until the end" if part[0].held else "that the steps were written with"
    assert text.startswith(f"Measured on 4 March 2031, on 1 pages of 1 outlets {kind}:\n\n| figure |")


def test_the_steps_run_on_a_page() -> None:
    drafts = run_steps(Draft(PAGE))
    assert all(judge(page(), drafts) for judge in FIGURES.values())
