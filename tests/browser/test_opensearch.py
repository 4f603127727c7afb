"""While no node of the cluster answers, a page says so, and loads again by itself when one does."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from search import Config, Library, Watch
from tests.browser.test_axe import problems_in_both_schemes
from tests.browser.visits import DESK, PHONE, Visiting
from tests.support.command import run_command
from tests.support.engines import HOSTS
from tests.support.files import write_files
from tests.support.opensearch.front import forward, run_front
from tests.support.opensearch.settings import index_on_cluster, needs_cluster
from tests.support.processes import TIMEOUT
from tests.support.server import Server
from tests.support.texts import STORY
from web.app import create_app
from web.security import Hosts

pytestmark = pytest.mark.browser

SOON = 1000 * TIMEOUT


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def port() -> int:
    """The port of a node that does not run."""
    return free_port()


@contextmanager
def site_of(folder: Path, config: Config) -> Iterator[Server]:
    """A site in this process: the command would not start without the cluster."""
    port = free_port()
    app = create_app(Watch(Library.open(folder, config=config), idle=True), Hosts.of("127.0.0.1", port))
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Server(port, Path("/dev/null"))
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def is_kept(page: Page) -> None:
    """The page says that the index cannot be reached, and keeps what was typed."""
    expect(page.get_by_role("heading", level=1)).to_have_text("The index cannot be reached")
    expect(page.locator("#progress")).to_contain_text("OpenSearch does not answer. No connection to")
    expect(page.get_by_label("Search the articles")).to_have_value("ferry")


def test_a_page_says_that_no_node_answers(tmp_path: Path, port: int, visiting: Visiting) -> None:
    folder = write_files(tmp_path / "texts", {"a.txt": STORY})
    config = Config(engine="opensearch", opensearch_hosts=(f"http://127.0.0.1:{port}",))
    with site_of(folder, config) as site, visiting(site) as page:
        page.goto("/search?q=ferry")
        is_kept(page)
        for width in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 800})
            assert problems_in_both_schemes(page) == []


@needs_cluster
def test_the_page_loads_by_itself_when_a_node_answers(tmp_path: Path, port: int, visiting: Visiting) -> None:
    folder = write_files(tmp_path / "texts", {"a.txt": STORY})
    with index_on_cluster() as variables:
        assert run_command("index", folder, at=tmp_path, **variables).code == 0
        name = variables["SEEDSEARCH_OPENSEARCH_INDEX"]
        config = Config(engine="opensearch", opensearch_hosts=(f"http://127.0.0.1:{port}",), opensearch_index=name)
        with site_of(folder, config) as site, visiting(site) as page:
            page.goto("/search?q=ferry")
            is_kept(page)
            with run_front(forward(HOSTS[0]), port=port):
                expect(page.get_by_role("heading", level=1)).to_have_text("1 article", timeout=SOON)
                expect(page.locator("#progress")).to_be_empty()
            expect(page.locator("#progress")).to_contain_text("No connection", timeout=SOON)
