"""The site with an index on a cluster: its pages, what is said while no node answers, and that it goes on by itself."""

import json
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search import Config, Library, Watch
from tests.support.command import run_command
from tests.support.engines import HOSTS
from tests.support.files import write_files
from tests.support.following import finds, problem
from tests.support.html_tree import parse_html
from tests.support.opensearch.front import Answered, Asked, forward, run_front
from tests.support.opensearch.settings import index_on_cluster, needs_cluster
from tests.support.server import Server, serve
from tests.support.texts import OTHER, STORY
from tests.support.wsgi import WAITRESS, ask, wsgi_server
from tests.web.test_caching import KEPT, OF_ARTICLES
from web.app import create_app
from web.security import Hosts

SILENT = "Start the cluster, or correct opensearch_hosts."


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def client(tmp_path: Path, port: int) -> FlaskClient:
    """A client of a site whose cluster does not answer."""
    config = Config(engine="opensearch", opensearch_hosts=(f"http://127.0.0.1:{port}",))
    library = Library.open(write_files(tmp_path / "texts", {"a.txt": STORY}), config=config)
    return create_app(Watch(library, idle=True), Hosts(frozenset({"localhost"}))).test_client()


def test_a_page_says_that_the_cluster_does_not_answer_and_keeps_the_query(client: FlaskClient) -> None:
    for address in ("/", "/search?q=red+apples", "/articles/0123456789abcdef?q=red+apples", "/report", "/help"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2"), address
        page = parse_html(answer.text)
        assert page.one("h1").line == "The index cannot be reached"
        assert page.one("p", id="progress").line.endswith(SILENT)
        assert answer.text.count(SILENT) == 1
        assert page.one("input", type="search")["value"] == ("red apples" if "q=" in address else "")
        assert "the index is on a cluster" in page.one("footer").line


def test_the_api_says_the_same_as_a_problem(client: FlaskClient) -> None:
    for address in ("/search?q=apples", "/search.csv?q=apples", "/status", "/articles/0123456789abcdef", "/duplicates"):
        answer = client.get(f"/api/v1{address}")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2"), address
        assert answer.mimetype == "application/problem+json"
        told = json.loads(answer.text)
        assert (told["title"], told["status"]) == ("Service Unavailable", 503)
        assert told["detail"].endswith(SILENT)
    live = client.get("/api/v1/live")
    assert (live.status_code, live.json["generation"]) == (200, 0)  # type: ignore[index]
    assert live.json["unavailable"] == live.json["line"]  # type: ignore[index]
    assert client.get("/healthz").status_code == 503


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site of two texts whose index is on the cluster."""
    folder = tmp_path_factory.mktemp("cluster")
    write_files(folder / "texts", {"a.txt": STORY, "b.txt": OTHER, "c.txt": STORY.replace("\n", " \n")})
    with index_on_cluster() as variables, serve(folder / "texts", folder / "log", **variables) as server:
        yield server


@needs_cluster
def test_every_page_and_answer_comes(site: Server) -> None:
    article, other, *_ = (hit["id"] for hit in site.get("/api/v1/search?q=*").json["hits"])
    of_articles = [address.format(a=article, b=other) for address in OF_ARTICLES]
    others = ["/report", "/healthz", f"/original/{article}", "/search?q=ferri~+harb*+title:fer*&sort=newest"]
    addresses = [*KEPT, *of_articles, *others, "/api/v1/live", "/api/v1/report", "/api/v1/report.csv"]
    assert [address for address in addresses if site.get(address).status != 200] == []


@needs_cluster
def test_there_is_no_search_by_meaning_and_the_help_says_so(site: Server) -> None:
    for address in ("/", "/search?q=ferry", "/help"):
        assert not parse_html(site.get(address).text).all("input", name="meaning")
    assert "cannot be searched by meaning" in site.get("/help").text
    asked = site.get("/api/v1/search?q=ferry&meaning=1").json
    assert asked["notes"] == ["There is no search by meaning on a cluster, so only words are searched."]
    assert asked["total"] == site.get("/api/v1/search?q=ferry").json["total"]


@needs_cluster
def test_a_site_goes_on_by_itself_when_the_cluster_is_back(tmp_path: Path, port: int) -> None:
    texts = write_files(tmp_path / "texts", {"a.txt": STORY})
    forwarding = forward(HOSTS[0])
    with index_on_cluster([f"http://127.0.0.1:{port}"]) as variables:
        with run_front(forwarding, port=port):
            serving = serve(texts, tmp_path / "log", watch=True, **variables)
            server = serving.__enter__()
        try:
            assert server.get("/search?q=ferry").status == 503
            write_files(texts, {"b.txt": OTHER})
            server.wait_until(lambda it: bool(problem(it)))
            assert problem(server).endswith(f"{SILENT} The update is tried again by itself.")
            assert server.get("/api/v1/live").json["unavailable"].endswith(SILENT)
            with run_front(forwarding, port=port):
                server.wait_until(finds("a.txt", "b.txt"))
                server.wait_until(lambda it: not problem(it))
                assert server.get("/api/v1/live").json["line"] == ""
                assert server.get("/search?q=ferry").status == 200
        finally:
            serving.__exit__(None, None, None)


@needs_cluster
def test_an_export_that_cannot_be_ended_is_broken_off(tmp_path: Path) -> None:
    texts = write_files(tmp_path / "texts", {f"{number}.txt": f"{STORY} {number}" for number in range(100)})
    forwarding, portions = forward(HOSTS[0]), count()

    def answer(asked: Asked) -> Answered:
        is_late = b'"search_after"' in asked.body and next(portions) >= 2
        return Answered(401, b"Unauthorized") if is_late else forwarding(asked)

    with (
        run_front(answer) as host,
        index_on_cluster([host]) as variables,
        serve(texts, tmp_path / "log", **variables) as server,
    ):
        data = server.send(f"GET /api/v1/search.jsonl?q=* HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode())
        assert data.startswith(b"HTTP/1.1 200 OK")
        assert not data.endswith(b"\r\n0\r\n\r\n")
        assert 20 < data.count(b'"path"') < 100
        assert "The answer to /api/v1/search.jsonl was broken off. The OpenSearch node" in server.log
        assert server.get("/search?q=ferry").status == 200


@needs_cluster
def test_each_of_several_processes_answers_from_the_newest_state(tmp_path: Path) -> None:
    with index_on_cluster(SEEDSEARCH_FOLDER="texts") as variables:
        settings = {name: value for name, value in variables.items() if name != "SEEDSEARCH_FOLDER"}
        write_files(tmp_path / "texts", {"a.txt": STORY})
        with (
            wsgi_server(WAITRESS, tmp_path, 1, variables) as one,
            wsgi_server(WAITRESS, tmp_path, 2, variables) as other,
        ):
            assert ask(one, "/healthz").status == ask(other, "/healthz").status == 503
            for number in range(1, 4):
                write_files(tmp_path / "texts", {f"{number}.txt": f"Harbour news, number {number}"})
                assert run_command("index", "texts", at=tmp_path, **settings).code == 0
                for server in (one, other, one):
                    assert ask(server, "/api/v1/search?q=harbour").json["total"] == number
            assert one.failures == other.failures == []
