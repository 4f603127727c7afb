"""The command with an index on a cluster: what each subcommand does, and what is said where the cluster is missing."""

import json
import shutil
import socket
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command import CommandResult, assert_fails, run_command
from tests.support.engines import HOSTS
from tests.support.files import write_files
from tests.support.opensearch.front import Answered, forward, make_certificates, run_front
from tests.support.opensearch.settings import index_on_cluster, needs_cluster
from tests.support.server import serve
from tests.support.texts import OTHER, STORY

TEXTS = {"ferry.txt": STORY, "sub/other.txt": OTHER, "sub/again.txt": STORY.replace("\n", " \n")}
PASSWORD = "correct horse battery"
BASIC = f"Basic {b64encode(f'reader:{PASSWORD}'.encode()).decode()}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the folder `texts`."""
    made = tmp_path_factory.mktemp("cluster")
    write_files(made / "texts", TEXTS)
    return made


@pytest.fixture(scope="module")
def built(folder: Path) -> Iterator[dict[str, str]]:
    """The variables of an index of the texts on the cluster."""
    with index_on_cluster() as variables:
        done = run_command("index", "texts", "--workers", "2", at=folder, **variables)
        assert (done.code, done.lines[0].startswith("3 articles in 3 files: 3 added.")) == (0, True), done
        yield variables


@needs_cluster
def test_every_command_works(folder: Path, built: dict[str, str]) -> None:
    def run(*arguments: str) -> CommandResult:
        done = run_command(*arguments, at=folder, **built)
        assert (done.code, done.error) == (0, ""), done
        return done

    found = run("find", "ferry", "texts", "--json", "--facets").json
    assert sorted(hit["path"] for hit in found["hits"]) == ["ferry.txt", "sub/again.txt"]
    assert "ferry.txt" in run("find", "ferry", "texts").out
    lines = run("find", "ferry", "texts", "--jsonl").lines
    assert [json.loads(line)["path"] for line in lines] == [hit["path"] for hit in found["hits"]]
    assert len(run("find", "ferry", "texts", "--csv").lines) == 1 + found["total"]
    assert run("report", "texts", "--json").json["summary"]["files"] == len(TEXTS)
    assert run("index", "texts").out.startswith("3 articles in 3 files: 3 unchanged.")
    run("duplicates", "texts", "--json")


@needs_cluster
def test_the_status_names_the_cluster_and_the_index(folder: Path, built: dict[str, str]) -> None:
    place = f"{built['SEEDSEARCH_OPENSEARCH_INDEX']} on OpenSearch at {', '.join(HOSTS)}"
    assert run_command("status", "texts", "--json", at=folder, **built).json["index"] == place
    assert f"Index    {place}" in run_command("status", "texts", at=folder, **built).lines


@needs_cluster
def test_an_index_of_another_folder_is_refused(folder: Path, built: dict[str, str]) -> None:
    write_files(folder / "others", {"a.txt": STORY})
    for command in (("index", "others"), ("find", "ferry", "others"), ("status", "others")):
        done = run_command(*command, at=folder, **built)
        owner = f"is the index of {folder / 'texts'}. Set opensearch_index to another name"
        assert_fails(done, built["SEEDSEARCH_OPENSEARCH_INDEX"], owner)


@needs_cluster
@pytest.mark.skipif(not shutil.which("openssl"), reason="the program openssl makes the certificates")
def test_names_passwords_and_certificates_count(folder: Path, tmp_path: Path) -> None:
    made = make_certificates(tmp_path / "certificates")
    other = make_certificates(tmp_path / "others").authority
    with (
        run_front(forward(HOSTS[0], BASIC), made.server) as host,
        index_on_cluster([host], SEEDSEARCH_OPENSEARCH_CA=str(made.authority)) as variables,
    ):
        user = {"SEEDSEARCH_OPENSEARCH_USER": "reader"}
        right = {**user, "SEEDSEARCH_OPENSEARCH_PASSWORD": PASSWORD}
        wrong = {**user, "SEEDSEARCH_OPENSEARCH_PASSWORD": "wrong horse"}

        def run(*arguments: str, **more: str) -> CommandResult:
            done = run_command(*arguments, at=folder, **{**variables, **more})
            assert "horse" not in done.out + done.error
            return done

        assert run("--log-level", "debug", "index", "texts", "--workers", "2", **right).code == 0
        assert run("find", "ferry", "texts", SEEDSEARCH_OPENSEARCH_AUTHORIZATION=BASIC).code == 0
        assert PASSWORD not in run("status", "texts", "--json", **right).out
        assert_fails(run("find", "ferry", "texts", **wrong), f"{host} does not accept the name and the password")
        assert_fails(run("find", "ferry", "texts"), f"{host} asks for a name and a password. Set SEEDSEARCH_OPENSEARCH")
        assert_fails(run("find", "ferry", "texts", **user), "SEEDSEARCH_OPENSEARCH_PASSWORD is missing")
        for ca in (str(other), ""):
            done = run("find", "ferry", "texts", SEEDSEARCH_OPENSEARCH_CA=ca, **right)
            assert_fails(done, "No trust (", f") in the certificate of {host}", "Set opensearch_ca")


@needs_cluster
def test_more_copies_than_nodes_are_refused_before_anything_is_written(folder: Path) -> None:
    with index_on_cluster(SEEDSEARCH_OPENSEARCH_REPLICAS=str(len(HOSTS))) as variables:
        done = run_command("index", "texts", at=folder, **variables)
        assert_fails(done, f"The cluster has {len(HOSTS)} node", f"Set opensearch_replicas to {len(HOSTS) - 1}")


@pytest.fixture
def closed_port() -> int:
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@pytest.mark.parametrize("command", [("index", "texts"), ("find", "ferry", "texts"), ("status", "texts")])
def test_a_cluster_that_is_not_there_is_named(folder: Path, closed_port: int, command: tuple[str, ...]) -> None:
    done = run_command(*command, at=folder, **_variables(closed_port))
    assert_fails(
        done, f"No connection to http://127.0.0.1:{closed_port}. Start the cluster, or correct opensearch_hosts"
    )


def test_a_server_starts_without_its_cluster_and_says_what_to_do(folder: Path, closed_port: int) -> None:
    what = f"No connection to http://127.0.0.1:{closed_port}. Start the cluster, or correct opensearch_hosts."
    with serve(folder / "texts", folder / "down", "--no-update", settled=False, **_variables(closed_port)) as server:
        assert f"{what} The site waits for it.\n" in server.log
        page = server.get("/?q=ferry")
        assert (page.status, what in page.text) == (503, True)


def test_a_server_does_not_start_where_waiting_is_no_help(folder: Path) -> None:
    with run_front(lambda _: Answered(401, b"Unauthorized", "text/plain")) as host:
        port = int(host.rpartition(":")[2])
        assert_fails(run_command("serve", "texts", at=folder, **_variables(port)), "asks for a name and a password")


@needs_cluster
@pytest.mark.parametrize("option", ["--no-update", "--no-watch"])
def test_a_server_goes_on_when_its_cluster_is_there(
    folder: Path, built: dict[str, str], closed_port: int, option: str
) -> None:
    variables = {**built, **_variables(closed_port)}
    with serve(folder / "texts", folder / "back", option, settled=False, **variables) as server:
        assert server.get("/api/v1/search?q=ferry").status == 503
        with run_front(forward(HOSTS[0]), port=closed_port):
            server.wait_until(lambda site: site.get("/api/v1/search?q=ferry").status == 200)
            assert server.get("/?q=ferry").status == 200


def _variables(port: int) -> dict[str, str]:
    return {"SEEDSEARCH_ENGINE": "opensearch", "SEEDSEARCH_OPENSEARCH_HOSTS": f"http://127.0.0.1:{port}"}


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("find", "ferry", "texts", "--meaning"), "There is no search by meaning on a cluster"),
        (("index", "texts", "--meaning"), "There is no search by meaning on a cluster"),
        (("serve", "texts", "--meaning"), "There is no search by meaning on a cluster"),
        (("find", "ferry", "texts", "--index", "index"), "The index is on a cluster, and in no folder"),
        (("inspect", "texts"), "An index on a cluster has no files to show"),
    ],
)
def test_what_only_the_embedded_engine_can_do_is_said_to_be_so(
    folder: Path, command: tuple[str, ...], message: str
) -> None:
    elasticsearch = Answered(200, b'{"version": {"number": "8.11.0"}}')
    with run_front(lambda _asked: elasticsearch) as host:
        variables = {"SEEDSEARCH_ENGINE": "opensearch", "SEEDSEARCH_OPENSEARCH_HOSTS": host}
        assert_fails(run_command(*command, at=folder, **variables), message)
        assert_fails(run_command("status", "texts", at=folder, **variables), "there is Elasticsearch 8.11.0")
