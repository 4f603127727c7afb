"""What waitress does with a request: read it, and send the answer, or refuse it."""

import logging

from waitress.channel import ClientDisconnected
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import RequestHeaderFieldsTooLarge

from search import SeedsearchError
from web.long_requests import too_long
from web.security import HEADERS

_LOG = logging.getLogger("seedsearch")
_REFUSED = ("403", "421")


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """Also refuses what crashes waitress or Werkzeug: an address that cannot be split or is not ASCII, a length with
    thousands of digits."""

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
            self.request_uri.encode("ascii")
        except ValueError as error:
            raise ParsingError("Malformed request") from error


class Refusal(ErrorTask):  # type: ignore[misc]
    """The answer to a request that does not reach the application. It ends the connection."""

    def execute(self) -> None:
        self.response_headers.extend(HEADERS)
        if not isinstance(self.request.error, RequestHeaderFieldsTooLarge):
            super().execute()
            return
        content_type, body = too_long(self.request.header_plus)
        self.status = f"{RequestHeaderFieldsTooLarge.code} {RequestHeaderFieldsTooLarge.reason}"
        self.response_headers.append(("Content-Type", content_type))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Task(WSGITask):  # type: ignore[misc]
    """An answer of the application. A refusal ends the connection. So does an answer that cannot be sent to its end,
    since the client must not take its beginning for the whole."""

    def execute(self) -> None:
        try:
            super().execute()
        except SeedsearchError as error:
            _LOG.warning("The answer to %s was broken off. %s", self.request.path, error)
            raise ClientDisconnected from error

    def write(self, data: bytes) -> None:
        """Send a part of the answer. The header is sent together with the first part, as each send gives up the GIL."""
        with self.channel.sending_together():
            super().write(data)

    def build_response_header(self) -> bytes:
        if self.status[:3] in _REFUSED or self._client_closes:
            self.request.headers["CONNECTION"] = "close"
        header: bytes = super().build_response_header()
        if self.request.command == "HEAD":
            self.chunked_response = False  # no chunk follows, not even the last one
        return header

    def set_close_on_finish(self) -> None:
        """Close the connection after this answer. Waitress asks for it where the length is unknown. In HTTP/1.1 a 204
        or 304 ends with its header, and needs no length: the next answer may follow."""
        if self.has_body or self.version == "1.0" or self._client_closes:
            super().set_close_on_finish()

    @property
    def _client_closes(self) -> bool:
        """Whether the client sends no other request. Waitress does not read `Connection: close, TE`."""
        options = self.request.headers.get("CONNECTION", "").lower().split(",")
        return "close" in map(str.strip, options)
