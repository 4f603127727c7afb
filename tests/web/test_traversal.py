"""No address leads out of the folder or to a file of the program: FAULTS.md S5."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.files import write_files
from tests.support.places import ROOT
from tests.support.server import Server, serve

SECRET = "zanzibar-secret"
UP = (
    "..",
    "%2e%2e",
    ".%2e",
    "%252e%252e",
    "%c0%ae%c0%ae",
    "%e0%80%ae%e0%80%ae",
    "%uff0e%uff0e",
    "....",
    "..;",
    "..%00",
    ".. ",
    "..%20",
    "．．",
    "%EF%BC%8E%EF%BC%8E",
    "~",
    "%7e",
)
SLASH = ("/", "//", "%2f", "%252f", "%5c", "\\", "/./", "%c0%af", "/%2e/", "%EF%BC%8F", ";/", "%00/")
TARGETS = (
    "etc/passwd",
    "secret.txt",
    "texts/inside.txt",
    "index/corpus.json",
    "security.py",
    "templates/base.html",
    "server.py",
    "search/cli/main.py",
    "pyproject.toml",
)
START = ("", "/", "%2f", "file:///", "C:\\", "\\\\", "style.css/", "style.css%00", "./", "static/", "0123456789abcdef/")
OUTSIDE = (SECRET, "root:x:", "Guard", "{% block", '"versions"', "import ", "[project]")


def traversals() -> Iterator[str]:
    """300 ways of asking for a file by its path."""
    chance = random.Random(5)
    for number in range(300):
        up, slash = chance.choice(UP), chance.choice(SLASH)
        target = TARGETS[number % len(TARGETS)].replace("/", slash)
        yield chance.choice(START) + (up + slash) * chance.randint(0, 9) + target


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("traversal")
    write_files(folder, {"secret.txt": f"{SECRET}\nbeside the folder", "texts/inside.txt": "Inside\nthe folder"})
    (folder / "texts" / "link.txt").symlink_to(folder / "secret.txt")
    (folder / "texts" / "up").symlink_to(folder)
    return folder


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[Server]:
    with serve(home / "texts", home / "index") as server:
        yield server


@pytest.mark.parametrize("route", ["/articles/", "/static/", "/api/v1/articles/", "/"])
def test_no_path_leaves_the_site(site: Server, route: str) -> None:
    for number, path in enumerate(traversals()):
        answer = site.get(route + path.encode().decode("latin-1"))
        assert answer.status in (308, 400, 404), f"number {number}, {path}"
        assert not [mark for mark in OUTSIDE if mark in answer.body.decode("utf-8", "replace").replace(path, "")]


def test_a_file_beside_the_static_ones_is_not_served(site: Server) -> None:
    names = [path.name for path in (ROOT / "web").rglob("*") if path.is_file()]
    served = {name for name in names if site.get(f"/static/{name}").status == 200}
    assert served == {path.name for path in (ROOT / "web" / "static").iterdir()}


def test_links_that_leave_the_folder_are_not_followed(site: Server) -> None:
    assert site.get("/api/v1/status").json["files"] == 1
    for query in (SECRET, "beside", "path:link", "path:secret"):
        assert site.get(f"/api/v1/search?q={query}").json["total"] == 0
