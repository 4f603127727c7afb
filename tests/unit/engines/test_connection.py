"""The connection to a cluster: what is said where nodes fail or refuse, which node is asked, whom it trusts."""

import json
import logging
import pickle
import shutil
import socket
import time
from pathlib import Path

import pytest

from search.engines.opensearch.article_build import Access
from search.engines.opensearch.bulk import Write, write_all
from search.engines.opensearch.connection import Connection, Patience
from search.engines.opensearch.failures import Rejected
from search.errors import ConfigError, EngineUnavailable, SeedsearchError
from tests.support.opensearch.front import (
    OPENSEARCH,
    Answer,
    Answered,
    Asked,
    Certificates,
    make_certificates,
    run_front,
)

PASSWORD = "correct horse battery"
needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="the program openssl makes the certificates")


def node(status: int = 200, body: bytes = b"{}", kind: str = "application/json") -> Answer:
    """A node that answers every request but the first one so."""
    return lambda asked: Answered(200, OPENSEARCH) if asked.path == "/" else Answered(status, body, kind)


def message_of(*hosts: str, authorization: str = "", ca: str = "", error: type[Exception] = SeedsearchError) -> str:
    """The message of a call that fails within a tenth of a second of trying."""
    with pytest.raises(error) as caught:
        Connection(hosts, authorization, ca).get("index", Patience(0.1, 5.0))
    return str(caught.value)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_json_comes_back_and_the_header_is_sent() -> None:
    asked: list[Asked] = []

    def answer(request: Asked) -> Answered:
        asked.append(request)
        return Answered(200, OPENSEARCH if request.path == "/" else json.dumps({"count": 3}).encode())

    with run_front(answer) as host:
        connection = Connection([host], "Bearer abc")
        assert connection.get("a") == connection.post("b", {"size": 1}) == {"count": 3}
    assert [(request.method, request.path) for request in asked] == [("GET", "/"), ("GET", "/a"), ("POST", "/b")]
    assert {request.authorization for request in asked} == {"Bearer abc"}
    assert (asked[2].body, asked[2].kind) == (b'{"size":1}', "application/json")


@pytest.mark.parametrize(
    ("greeting", "message"),
    [
        ({"version": {"number": "8.11.0"}}, "there is Elasticsearch 8.11.0. seedsearch needs OpenSearch 2.16 or later"),
        (
            {"version": {"number": "2.15.0", "distribution": "opensearch"}},
            "there is OpenSearch 2.15.0",
        ),
        ({"version": {"number": "1.3.20", "distribution": "opensearch"}}, "there is OpenSearch 1.3.20"),
        ({"name": "something"}, "there is no OpenSearch. Correct opensearch_hosts"),
        (["something"], "there is no OpenSearch"),
    ],
)
def test_what_is_no_opensearch_of_a_known_version_is_refused(greeting: object, message: str) -> None:
    with run_front(lambda _asked: Answered(200, json.dumps(greeting).encode())) as host:
        assert f"At {host} {message}" in message_of(host, error=ConfigError)


@pytest.mark.parametrize("status", [302, 404, 405])
def test_a_server_of_something_else_is_refused(status: int) -> None:
    with run_front(lambda _asked: Answered(status, b"<html>Sign in", "text/html")) as host:
        assert f"At {host} there is no OpenSearch. Correct opensearch_hosts" in message_of(host, error=ConfigError)


@pytest.mark.parametrize("number", ["2.16.0", "2.19.6", "3.9.0", "10.0.0"])
def test_every_later_version_is_used(number: str) -> None:
    greeting = {"version": {"number": number, "distribution": "opensearch"}}
    with run_front(lambda _asked: Answered(200, json.dumps(greeting).encode())) as host:
        assert Connection([host]).get("") == greeting


def test_a_node_that_asks_for_a_name_says_which_variables_to_set() -> None:
    with run_front(lambda _asked: Answered(401, b"Unauthorized", "text/plain")) as host:
        unnamed = message_of(host, error=EngineUnavailable)
        named = message_of(host, authorization=f"Basic {PASSWORD}", error=EngineUnavailable)
    assert f"The OpenSearch node {host} asks for a name and a password. Set SEEDSEARCH_OPENSEARCH_USER and" in unnamed
    assert "does not accept the name and the password. Set SEEDSEARCH_OPENSEARCH_USER and" in named
    assert PASSWORD not in named


def test_a_missing_right_is_named() -> None:
    error = {
        "error": {"root_cause": [{"type": "security_exception", "reason": "no permissions for [indices:data/read]"}]}
    }
    with run_front(node(403, json.dumps(error).encode())) as host:
        message = message_of(host, error=EngineUnavailable)
    assert "forbids this to the user: no permissions for [indices:data/read]. Ask who runs the cluster" in message


def test_a_missing_right_to_write_is_named() -> None:
    error = {"type": "security_exception", "reason": "no permissions for [indices:data/write/bulk]"}
    answer = {"errors": True, "items": [{"index": {"status": 403, "error": error}}]}
    with run_front(node(body=json.dumps(answer).encode())) as host, pytest.raises(EngineUnavailable) as caught:
        write_all(Connection([host]), [Write("index", "news", "1", {})])
    assert "The OpenSearch cluster forbids this to the user: no permissions for [indices:data/w" in str(caught.value)


@pytest.mark.parametrize(
    "reason",
    ["cannot execute [inline] scripts", "failed to create query: cannot execute scripts using [score] context"],
)
def test_a_cluster_that_runs_no_scripts_is_said_to_need_them(reason: str) -> None:
    error = {"error": {"root_cause": [{"type": "illegal_argument_exception", "reason": reason}]}}
    with run_front(node(400, json.dumps(error).encode())) as host:
        assert "Ask who runs it to allow them with its settings script" in message_of(host, error=EngineUnavailable)


def test_what_the_cluster_refuses_is_not_tried_again_and_can_be_sent_to_another_process() -> None:
    error = {"error": {"root_cause": [{"type": "parsing_exception", "reason": "unknown query"}]}, "status": 400}
    with run_front(node(400, json.dumps(error).encode())) as host, pytest.raises(Rejected) as caught:
        Connection([host]).get("index")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.status, again.kind, str(again)) == (400, "parsing_exception", "400 parsing_exception: unknown query")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (
            node(503, b'{"error": {"type": "x", "reason": "no cluster manager"}}'),
            "Answer 503, no cluster manager, from",
        ),
        (node(502, b"<html>Bad gateway", "text/html"), "Answer 502 from"),
        (node(200, b"<html>Welcome", "text/html"), "No JSON from"),
    ],
)
def test_a_node_that_cannot_answer_is_named_with_the_reason(answer: Answer, reason: str) -> None:
    with run_front(answer) as host:
        assert f"OpenSearch does not answer. {reason} {host}. Start" in message_of(host, error=EngineUnavailable)


def test_all_nodes_are_named_where_none_takes_connections() -> None:
    hosts = sorted(f"http://127.0.0.1:{free_port()}" for _ in range(2))
    message = message_of(*hosts, error=EngineUnavailable)
    assert f"No connection to {hosts[0]}, {hosts[1]}. Start the cluster, or correct opensearch_hosts." in message


def test_a_node_that_answers_stands_in_for_others_which_are_then_asked_last(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "seedsearch")
    asked: list[str] = []

    def broken(request: Asked) -> Answered:
        asked.append(request.path)
        return Answered(503, b"{}")

    with run_front(node(body=b'{"ok": true}')) as host, run_front(broken) as other:
        connection = Connection([other, f"http://127.0.0.1:{free_port()}", host])
        assert [connection.get("index") for _ in range(20)] == [{"ok": True}] * 20
    assert asked == ["/"]
    assert len(caplog.messages) == 2
    assert "Answer 503 from" in caplog.text
    assert "No connection to" in caplog.text


def test_once_that_no_node_answers_others_do_not_wait_and_go_on_when_one_does() -> None:
    port = free_port()
    connection = Connection([f"http://127.0.0.1:{port}"])
    with pytest.raises(EngineUnavailable):
        connection.get("index", Patience(0.1, 5.0))
    began = time.monotonic()
    with pytest.raises(EngineUnavailable):
        connection.get("index")
    assert time.monotonic() - began < 3
    with run_front(node(), port=port):
        assert connection.get("index") == {}


def test_each_process_has_a_connection_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    access = Access(("http://127.0.0.1:9200",), f"Basic {PASSWORD}")
    assert PASSWORD not in repr(access)
    ours = access.connect()
    assert access.connect() is ours
    monkeypatch.setattr("os.getpid", lambda: -1)
    assert access.connect() is not ours


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Those of a node at 127.0.0.1."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@needs_openssl
def test_a_certificate_of_the_named_authority_is_trusted(certificates: Certificates) -> None:
    with run_front(node(), certificates.server) as host:
        assert Connection([host], ca=str(certificates.authority)).get("index") == {}


@needs_openssl
@pytest.mark.parametrize("ca", ["the system's", "another"])
def test_another_certificate_is_refused_at_once(certificates: Certificates, tmp_path: Path, ca: str) -> None:
    other = "" if ca == "the system's" else str(make_certificates(tmp_path).authority)
    began = time.monotonic()
    with run_front(node(), certificates.server) as host, pytest.raises(EngineUnavailable) as caught:
        Connection([host], ca=other).get("index")
    assert time.monotonic() - began < 3
    assert "OpenSearch does not answer. No trust (" in str(caught.value)
    assert "Set opensearch_ca to a file with the certificate of the authority" in str(caught.value)


@needs_openssl
def test_a_certificate_of_another_name_is_refused(tmp_path: Path) -> None:
    made = make_certificates(tmp_path, "DNS:other.example")
    with run_front(node(), made.server) as host:
        assert "not valid for '127.0.0.1'" in message_of(host, ca=str(made.authority), error=EngineUnavailable)


def test_a_node_without_tls_is_named() -> None:
    with run_front(node()) as host:
        assert "No encryption at https://127.0.0.1" in message_of(
            host.replace("http:", "https:"), error=EngineUnavailable
        )


@pytest.mark.parametrize(("content", "reason"), [(None, "No such file"), (b"no certificate", "it has no certificate")])
def test_a_wrong_file_of_certificates_is_named(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "ca.pem"
    if content:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=f"opensearch_ca: {path} cannot be used: {reason}"):
        Connection(["https://127.0.0.1"], ca=str(path))
