"""The site in several processes of a WSGI server: each only reads, and sees what another process commits."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.command import environment, run_command
from tests.support.files import write_files
from tests.support.processes import TIMEOUT, start_process
from tests.support.wsgi import FORWARDED, GUNICORN, PLACE, PROXY, WAITRESS, ask, wsgi_server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with `texts` and their `index`."""
    write_files(tmp_path / "texts", {"a.txt": "Harbour news\n\nThe harbour was closed."})
    assert run_command("index", "texts", "--index", "index", at=tmp_path).code == 0
    return tmp_path


@pytest.mark.parametrize("command", [WAITRESS, GUNICORN], ids=lambda command: command[0])
def test_each_process_answers_from_the_newest_state_and_writes_nothing(command: tuple[str, ...], folder: Path) -> None:
    if not find_spec(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    with wsgi_server(command, folder, 1) as one, wsgi_server(command, folder, 2) as other:
        for count in range(1, 4):
            written = {path: path.stat().st_mtime_ns for path in (folder / "index").iterdir()}
            for server in (one, other) * 4:  # of each server, some requests reach each of its processes
                assert ask(server, "/api/v1/search?q=harbour").json["total"] == count
                assert f"{count} article" in ask(server, "/").text
                assert ask(server, "/api/v1/live").json["updating"] is None
            assert written == {path: path.stat().st_mtime_ns for path in (folder / "index").iterdir()}
            write_files(folder / "texts", {f"{count}.txt": f"More harbour news, number {count}"})
            assert run_command("index", "texts", "--index", "index", at=folder).code == 0
        assert one.failures == other.failures == []


def test_the_proxy_is_believed_and_its_hosts_are_checked(folder: Path) -> None:
    with wsgi_server(WAITRESS, folder) as server:
        assert 'template="https://search.example/search' in ask(server, "/opensearch.xml").text
        assert server.get("/", headers=FORWARDED | {"X-Forwarded-Host": "evil.example"}).status == 421
        assert server.get("/").status == 421


def test_a_process_without_an_index_says_what_to_do_and_answers_once_there_is_one(tmp_path: Path) -> None:
    write_files(tmp_path / "texts", {"a.txt": "Harbour"})
    with wsgi_server(WAITRESS, tmp_path) as server:
        assert ask(server, "/healthz").status == 503
        assert "seedsearch index" in ask(server, "/search?q=harbour").text
        assert not (tmp_path / "index").exists()
        assert run_command("index", "texts", "--index", "index", at=tmp_path).code == 0
        assert ask(server, "/healthz").text == "ok\n"


def test_a_wrong_setting_ends_the_process_with_a_sentence(folder: Path) -> None:
    run = [sys.executable, "-m", *WAITRESS]
    for variable, value, said in (
        ("SEEDSEARCH_TRUSTED_PROXY", "nginx", "trusted_proxy has to be an address"),
        ("SEEDSEARCH_COLOUR", "1", "There is no setting “colour”"),
    ):
        env = environment(**PLACE, **PROXY | {variable: value})
        with start_process(run, cwd=folder, env=env, text=True) as process:
            _, error = process.communicate(timeout=TIMEOUT)
        assert said in error
        assert "Traceback" not in error
        assert process.returncode


BUG = """
from web.wsgi import create_app
app = create_app()
app.view_functions["home.health"] = lambda: 1 / 0
app.test_client().get("/healthz", headers={"X-Forwarded-Host": "search.example"})
"""


@pytest.mark.parametrize("log_of_server", ["", "import logging; logging.basicConfig()"])
def test_a_bug_is_logged_once_whether_or_not_the_server_has_a_log(folder: Path, log_of_server: str) -> None:
    run = [sys.executable, "-c", log_of_server + BUG]
    with start_process(run, cwd=folder, env=environment(**PLACE, **PROXY), text=True) as process:
        _, error = process.communicate(timeout=TIMEOUT)
    assert error.count("GET /healthz met a bug of seedsearch") == 1
    assert error.count("ZeroDivisionError") == 1
