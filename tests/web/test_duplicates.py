"""Near-duplicates are the same on pages, in JSON and from the command."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command import run_command
from tests.support.duplicate_texts import prose
from tests.support.files import write_files
from tests.support.html_tree import Element, parse_html
from tests.support.server import Server, serve

FILES = {
    "a.txt": f"Ferry strike\n\n{prose(1)}\n\n{prose(2)}",
    "b.txt": f"Ferry strike <b>again</b>\n\n{prose(2)}\n\n{prose(3)}\n\nSource: BBC",
    "c.txt": f"Ferry strike ends\n\n{prose(3)}\n\n{prose(4)}\n\nSource: BBC",
    "d.txt": f"Harbour opens\n\n{prose(9)}",
}


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_files(tmp_path_factory.mktemp("copies") / "texts", FILES)


@pytest.fixture(scope="module")
def site(texts: Path) -> Iterator[Server]:
    with serve(texts, texts.parent / "index") as server:
        yield server


def page(site: Server, target: str) -> Element:
    answer = site.get(target)
    assert answer.status == 200
    return parse_html(answer.text)


def test_near_duplicates_are_under_their_result_with_links(site: Server) -> None:
    found = page(site, "/search?q=ferry&sort=path")
    assert found.one("h1").line == "3 articles"
    [remark] = [line.line for line in found.all("p", "remark") if "grouped" in line.line]
    assert remark.startswith("1 near-duplicate grouped.")
    first, second = found.one("ol", "hits").all("article")
    folded = first.one("details", "duplicates")
    assert folded.one("summary").line.startswith("1 near-duplicate: BBC, ")
    link = folded.one("p", "name").one("a")
    assert link.line == "Ferry strike <b>again</b>"
    assert page(site, link["href"]).one("h1").line == link.line
    assert second.all("details") == []


def test_links_ungroup_and_group_near_duplicates(site: Server) -> None:
    folded = page(site, "/search?q=ferry&sort=path")
    (every,) = [link for link in folded.all("a") if link.line == "Show all"]
    shown = page(site, every["href"])
    assert [path.text for path in shown.one("ol", "hits").all("span", "path")] == ["a.txt", "b.txt", "c.txt"]
    assert shown.all("details", "duplicates") == []
    kept = {field["name"]: field["value"] for field in shown.one("form", "box").all("input", type="hidden")}
    assert kept == {"sort": "path", "duplicates": "all"}
    (back,) = [link for link in shown.all("a") if link.line == "Group them"]
    assert page(site, back["href"]).one("h1").line == folded.one("h1").line


def test_json_and_the_command_have_the_same_near_duplicates(site: Server, texts: Path) -> None:
    response = site.get("/api/v1/search?q=ferry&sort=path").json
    done = run_command(
        "find", "ferry", texts, "--index", texts.parent / "index", "--sort", "path", "--json", at=texts.parent
    )
    assert done.json["hits"] == response["hits"]
    assert (response["total"], response["groups"]) == (done.json["total"], done.json["groups"]) == (3, 2)
    assert list(response["hits"][0]["duplicates"][0]) == [
        "id",
        "title",
        "path",
        "source",
        "share_a",
        "share_b",
        "relation",
    ]
    every = site.get("/api/v1/search?q=ferry&sort=path&duplicates=all").json
    assert (every["total"], every["groups"], [hit["duplicates"] for hit in every["hits"]]) == (3, 3, [[], [], []])
    done = run_command(
        "find", "ferry", texts, "--index", texts.parent / "index", "--duplicates", "all", "--json", at=texts.parent
    )
    assert done.json["groups"] == 3


def test_the_site_and_the_command_list_the_same_pairs(site: Server, texts: Path) -> None:
    printed = run_command("duplicates", texts, "--index", texts.parent / "index", "--json", at=texts.parent).json
    assert site.get("/api/v1/duplicates").json == printed
    assert [(pair["a"]["path"], pair["b"]["path"]) for pair in printed["pairs"]] == [
        ("a.txt", "b.txt"),
        ("b.txt", "c.txt"),
    ]
    first = printed["pairs"][0]
    assert list(first) == ["a", "b", "share_a", "share_b", "relation"]
    assert list(first["a"]) == ["id", "title", "path"]
    assert [list(each) for each in first["relation"]] == [["kind", "text", "evidence"]]
    (duplicate,) = site.get(f"/api/v1/articles/{first['a']['id']}/duplicates").json["duplicates"]
    assert (duplicate["id"], duplicate["share_a"], duplicate["share_b"]) == (
        first["b"]["id"],
        first["share_a"],
        first["share_b"],
    )


def test_the_command_prints_pairs_as_text(texts: Path, site: Server) -> None:  # noqa: ARG001
    at, index = texts.parent, texts.parent / "index"
    lines = run_command("duplicates", texts, "--index", index, at=at).out.splitlines()
    assert [line.split("  ")[:2] for line in lines[:2]] == [
        ["a.txt", "Ferry strike"],
        ["b.txt", "Ferry strike <b>again</b>"],
    ]
    assert lines[-1] == "2 pairs of near-duplicates. Percentages: shared part of each article."
    lines = run_command("find", "ferry", texts, "--index", index, "--sort", "path", at=at).out.splitlines()
    assert any(line.startswith("1 near-duplicate: BBC, ") for line in lines)
    assert any(line.startswith("    b.txt  Ferry strike <b>again</b> (BBC, ") for line in lines)
    assert lines[-1] == "3 articles (1 near-duplicate grouped) for ferry"


def test_pages_the_api_and_the_command_say_the_same_of_two_articles(site: Server, texts: Path) -> None:
    pair = site.get("/api/v1/duplicates").json["pairs"][1]
    b, c = pair["a"]["id"], pair["b"]["id"]
    outlet, shared = pair["relation"]
    assert (outlet["kind"], shared["kind"]) == ("same_outlet", "shared_passages")
    details = "another version by the same outlet"
    in_list = page(site, f"/articles/{b}").one("div", "duplicates").all("p", "about")
    assert any(details in line.line for line in in_list)
    at, index = texts.parent, ("--index", texts.parent / "index")
    (on_comparison,) = page(site, f"/compare?a={b}&b={c}").one("ul", "relation").all("li")
    assert (
        on_comparison.line
        == "Another version by the same outlet A: outlet BBC, “Source: BBC”; B: outlet BBC, “Source: BBC”"
    )
    lines = run_command("duplicates", texts, *index, at=at).out.splitlines()
    assert f"        another version by the same outlet ({outlet['evidence']})" in lines


def test_nobody_is_accused(site: Server, texts: Path) -> None:
    first = site.get("/api/v1/duplicates").json["pairs"][0]
    a, b = first["a"]["id"], first["b"]["id"]
    addresses = ("search?q=ferry", f"articles/{a}", f"compare?a={a}&b={b}", f"stories/{a}", "help", "help/api")
    answers = [site.get(f"/{address}") for address in addresses] + [site.get("/api/v1/openapi.json")]
    assert {answer.status for answer in answers} == {200}
    printed = run_command("duplicates", texts, "--index", texts.parent / "index", at=texts.parent).out
    for text in (*(answer.text for answer in answers), printed):
        assert not re.search(r"copied|copy of|copies of|probably the source|plagiar", text, re.IGNORECASE)


def test_invalid_requests_are_refused_with_a_reason(site: Server) -> None:
    answer = site.get("/api/v1/search?q=ferry&duplicates=some")
    assert (answer.status, answer.json["detail"]) == (400, "duplicates must be grouped or all, not “some”.")
    assert site.get("/api/v1/articles/nonsense/duplicates").status == 404


def test_the_old_spellings_still_work(site: Server, texts: Path) -> None:
    a = site.get("/api/v1/duplicates").json["pairs"][0]["a"]["id"]
    for old, new in (
        ("/api/v1/copies", "/api/v1/duplicates"),
        (f"/api/v1/articles/{a}/copies", f"/api/v1/articles/{a}/duplicates"),
        ("/api/v1/search?q=ferry&copies=all", "/api/v1/search?q=ferry&duplicates=all"),
        ("/api/v1/search?q=ferry&copies=folded", "/api/v1/search?q=ferry&duplicates=grouped"),
    ):
        answers = [site.get(target).json for target in (old, new)]
        assert answers[0] | {"took_ms": 0} == answers[1] | {"took_ms": 0}
    at, index = texts.parent, ("--index", texts.parent / "index")
    assert run_command("copies", texts, *index, at=at).out == run_command("duplicates", texts, *index, at=at).out
    listed = run_command("find", "ferry", texts, *index, "--duplicates", "all", at=at).out
    assert run_command("find", "ferry", texts, *index, "--copies", "all", at=at).out == listed
    assert run_command("find", "ferry", texts, *index, "--copies", "folded", at=at).out != listed
    assert "copies" not in run_command("--help", at=at).out + run_command("find", "--help", at=at).out
