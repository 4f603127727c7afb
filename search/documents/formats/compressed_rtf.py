"""Unpack the compressed RTF in which Outlook keeps the text of mails, as in MS-OXRTFCP."""

import struct

from search.documents.unreadable import UnreadableError

_HEADER = 16
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What back references may refer to before any text has been unpacked."""
_WINDOW = 4096
_SHORTEST = 2
"""Bytes of the shortest reference."""


def unpack_rtf(data: bytes, most: int) -> bytes:
    """The RTF in compressed bytes. Linear.

    Raises UnreadableError if it is damaged or has more than `most` bytes.
    """
    if len(data) < _HEADER:
        raise UnreadableError("is damaged: its text is cut off", "damaged")
    _, size, kind, _ = struct.unpack("<II4sI", data[:_HEADER])
    if size > most:
        raise UnreadableError("unpacks to more than is allowed", "too large")
    if kind == _PLAIN:
        return data[_HEADER : _HEADER + size]
    if kind != _COMPRESSED:
        raise UnreadableError("is damaged: its text is compressed in an unknown way", "damaged")
    window = bytearray(_DICTIONARY.ljust(_WINDOW, b"\0"))
    out = bytearray()
    write, at = len(_DICTIONARY), _HEADER
    while at < len(data) and len(out) < size:
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data):
                break
            if not flags >> bit & 1:
                piece = data[at : at + 1]
                at += 1
            else:
                reference = int.from_bytes(data[at : at + 2], "big")
                at += 2
                offset, length = reference >> 4, (reference & 15) + _SHORTEST
                if offset == write:
                    return bytes(out[:size])  # the mark of the end
                piece = bytes(_read(window, offset, write, length))
            for byte in piece:
                window[write] = byte
                write = (write + 1) % _WINDOW
            out += piece
    return bytes(out[:size])


def _read(window: bytearray, offset: int, write: int, length: int) -> bytearray:
    """What a reference refers to. It may overlap the place that is written, and repeats then."""
    piece = bytearray()
    span = (write - offset) % _WINDOW or _WINDOW
    for number in range(length):
        piece.append(window[(offset + number % span) % _WINDOW])
    return piece
