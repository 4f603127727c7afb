"""Malformed requests: FAULTS.md B2."""

import random
import re
from collections.abc import Callable, Iterator

import pytest

from tests.support.places import SAMPLE
from tests.support.server import Server, serve

GOOD = (
    b"GET / HTTP/1.1\r\nHost: HOST\r\n\r\n",
    b"GET /search?q=%22ferry+terminal%22&page=1&sort=title HTTP/1.1\r\nHost: HOST\r\nAccept: */*\r\n\r\n",
    b"GET /search?page=1 HTTP/1.1\r\nHost: HOST\r\n\r\n",
    b"GET /api/v1/search?size=2 HTTP/1.1\r\nHost: HOST\r\n\r\n",
    b"HEAD /help HTTP/1.0\r\nHost: HOST\r\nConnection: keep-alive\r\n\r\n",
    b"POST /search HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\n\r\nq=abc",
    b"POST /api/v1/search HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nq=abc\r\n0\r\n\r\n",
    b"GET /static/style.css HTTP/1.1\r\nHost: HOST\r\nRange: bytes=0-5\r\nIf-None-Match: *\r\n\r\n",
    b"GET /api/v1/articles/0?q=a HTTP/1.1\r\nHost: HOST\r\nCookie: a=b\r\nAccept-Language: en;q=1\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: HOST\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
)
PARTS = (
    *(
        b"\r",
        b"\n",
        b"\r\n",
        b"\r\n\r\n",
        b"\0",
        b" ",
        b"\t",
        b":",
        b"%",
        b"%zz",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        "é\ufffd".encode(),
        b"%c3%a9",
    ),
    *(
        b"//",
        b"?",
        b"#",
        b"[",
        b"]",
        b"@",
        b"&&==",
        b"HTTP/9.9",
        b"HTTP/1.1",
        b"http://",
        b"http://[::",
        b"-1",
        b"\x1b[2J",
    ),
    *(b"0x10", b"4294967297", b"Content-Length: 1\r\n", b"Content-Length: -1\r\n", b"Transfer-Encoding: chunked\r\n"),
    *(b"Transfer-Encoding: gzip, chunked\r\n", b"Host: evil\r\n", b"Host: HOST\r\n", b"Expect: 100-continue\r\n"),
    *(
        b" folded: line\r\n",
        b"X" * 300 + b": y\r\n",
        b"Range: bytes=9-1,-,a-\r\n",
        b"ffffffffffffffffff\r\n",
        b"9" * 5000,
    ),
)

Mutation = Callable[[random.Random, bytes], bytes]


def insert(chance: random.Random, data: bytes) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(PARTS) + data[at:]


def overwrite(chance: random.Random, data: bytes) -> bytes:
    at = chance.randint(0, len(data))
    part = chance.choice(PARTS)
    return data[:at] + part + data[at + len(part) :]


def flip(chance: random.Random, data: bytes) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.randbytes(1) + data[at + 1 :]


def cut(chance: random.Random, data: bytes) -> bytes:
    start, end = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
    return data[:start] + data[end:]


def repeat(chance: random.Random, data: bytes) -> bytes:
    start, end = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
    return data[:end] + data[start:end] * chance.randint(1, 3) + data[end:]


MUTATIONS: tuple[Mutation, ...] = (insert, insert, overwrite, flip, flip, cut, repeat)


def mutated(chance: random.Random, data: bytes) -> bytes:
    for _ in range(chance.randint(1, 3)):
        data = chance.choice(MUTATIONS)(chance, data)
    return data


def malformed(host: str) -> Iterator[bytes]:
    """A thousand malformed requests: half of them changed anywhere, the others in the address."""
    chance = random.Random(2)
    for number in range(1000):
        good = GOOD[number // 2 % len(GOOD)]
        if number % 2:
            method, target, rest = good.split(b" ", 2)
            data = b" ".join((method, mutated(chance, target), rest))
        else:
            data = mutated(chance, good)
        yield data.replace(b"HOST", host.encode())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(SAMPLE, tmp_path_factory.mktemp("malformed") / "index") as server:
        yield server


def test_no_malformed_request_breaks_the_server(site: Server) -> None:
    before = site.get("/search?q=harbour&sort=path").text.partition('<p class="took">')[0]
    statuses = set()
    for data in malformed(site.host):
        received = site.send(data)
        found = {int(code) for code in re.findall(rb"(?m)^HTTP/1\.[01] (\d{3}) ", received)}
        assert not {code for code in found if code >= 500} - {501, 505}, data
        assert b"Traceback" not in received, data
        statuses |= found
    assert statuses >= {200, 400, 404, 405, 421}
    after = site.get("/search?q=harbour&sort=path").text.partition('<p class="took">')[0]
    assert after == before
    assert site.failures == []


@pytest.mark.parametrize(
    "request_",
    [
        b"GET http://[evil/ HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET http://\xe2\x84\x80/ HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET ////search?\xb8 HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET //help?q=\xc3\xa9 HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: HOST\r\nContent-Length: " + 5000 * b"9" + b"\r\n\r\n",
    ],
    ids=lambda request: str(request[:20]),
)
def test_requests_that_once_broke_the_server_are_refused(site: Server, request_: bytes) -> None:
    received = site.send(request_.replace(b"HOST", site.host.encode()))
    assert received.startswith(b"HTTP/1.1 400 ")
    assert site.failures == []
