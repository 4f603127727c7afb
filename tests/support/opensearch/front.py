"""A server in front of a node, or in place of one: it speaks TLS, asks for a name, or answers as a test says."""

import http.client
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

_JSON = "application/json"


@dataclass(frozen=True)
class Asked:
    """A request: method, path with query, the header Authorization, content."""

    method: str
    path: str
    authorization: str
    kind: str
    body: bytes


@dataclass(frozen=True)
class Answered:
    """An answer: status, content and its type."""

    status: int
    body: bytes
    kind: str = _JSON


Answer = Callable[[Asked], Answered]
OPENSEARCH = b'{"version": {"distribution": "opensearch", "number": "2.19.6"}}'
"""What a node says of itself."""


def forward(node: str, authorization: str = "") -> Answer:
    """Answers as a node does, to those who know a header; to others as one with the security plugin does."""
    address = urlsplit(node).netloc

    def answer(asked: Asked) -> Answered:
        if asked.authorization != authorization:
            return Answered(401, b"Unauthorized", "text/plain")
        connection = http.client.HTTPConnection(address, timeout=60)
        try:
            connection.request(asked.method, asked.path, asked.body or None, {"Content-Type": asked.kind or _JSON})
            response = connection.getresponse()
            return Answered(response.status, response.read(), response.headers.get("Content-Type", _JSON))
        finally:
            connection.close()

    return answer


@contextmanager
def run_front(answer: Answer, certificate: Path | None = None, port: int = 0) -> Iterator[str]:
    """The address of a server that answers so; with a certificate, one that speaks TLS. At the end it breaks off all
    connections."""

    opened: list[socket.socket] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65_537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            known = (self.headers.get(name, "") for name in ("Authorization", "Content-Type"))
            answered = answer(Asked(self.command, self.path, *known, body))
            self.send_response(answered.status)
            self.send_header("Content-Type", answered.kind)
            self.send_header("Content-Length", str(len(answered.body)))
            self.end_headers()
            self.wfile.write(answered.body)

        def log_message(self, *_arguments: object) -> None:
            """Nothing is logged."""

    class Server(ThreadingHTTPServer):
        def process_request(self, request: Any, client_address: Any) -> None:
            opened.append(request)
            super().process_request(request, client_address)

        def handle_error(self, *_arguments: object) -> None:
            """Clients that break off, as where they do not trust a certificate, are no failure."""

    server = Server(("127.0.0.1", port), Handler)
    scheme = "http"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        scheme = "https"
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"{scheme}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        for connection in opened:
            with suppress(OSError):  # the client has closed it
                connection.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True)
class Certificates:
    """Files of an authority of our own, and of a server of this machine whose certificate it has signed."""

    authority: Path
    server: Path


def make_certificates(folder: Path, names: str = "IP:127.0.0.1") -> Certificates:
    """An authority, and a certificate with a key for a server of these names. Needs the program openssl."""
    folder.mkdir(parents=True, exist_ok=True)
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    (folder / "names").write_text(f"subjectAltName={names}\n")

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    openssl("req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test authority", "-days", "2")
    openssl("req", "-new", *curve, "-keyout", "node.key", "-out", "node.csr", "-subj", "/CN=Test node")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names", "-days", "2")
    openssl("x509", "-req", "-in", "node.csr", *signed, "-out", "node.crt")
    server = folder / "node.pem"
    server.write_bytes((folder / "node.key").read_bytes() + (folder / "node.crt").read_bytes())
    return Certificates(folder / "ca.pem", server)
