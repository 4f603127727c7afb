"""Guess the encoding of bytes that are not UTF-8: the one in which they read most like a language."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from search.documents.letter_model import letter_model

_WESTERN, _OLD_WESTERN = ("windows-1252",), ("utf-8", "mac-roman", "cp850", "cp437", "iso-8859-15")
_COMMON = ("windows-1251", "windows-1250", "cp932", "euc-jp", "gb18030", "cp950", "cp949", "koi8-r")
_USUAL = (
    *("windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258", "cp874"),
    *("koi8-u", "iso-8859-2", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8"),
    *("mac-cyrillic", "cp852", "cp857", "cp862", "cp866"),
)
_RARE = (
    *("iso-8859-3", "iso-8859-4", "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-16", "mac-latin2"),
    *("mac-greek", "mac-turkish", "mac-iceland", "mac-croatian", "mac-romanian", "cp720", "cp860", "cp861", "cp863"),
    *("cp865", "cp1125", "cp737", "cp775", "cp855", "cp869", "kz1048", "big5hkscs", "euc-jis-2004"),
)
_HANDICAPS = tuple(
    {
        codec: handicap
        for handicap, codecs in (
            (0, _WESTERN),
            (5, _OLD_WESTERN),
            (3 * far, _COMMON),
            (5 * far, _USUAL),
            (8 * far, _RARE),
        )
        for codec in codecs
    }
    for far in (1, 2)
)
"""Nats that each encoding is behind: in most texts, and in those where few words have a letter beyond ASCII. Of
encodings that give the same text, the first is chosen."""
_FEW = 10
"""In these texts it is at most one word in so many."""
_WIDE = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
"""Bytes of a unit."""
_WIDE_HANDICAP, _WIDE_REPLACED = 12.0, 10.0
"""Nats for each such encoding, and for each byte that it cannot decode."""
_ESCAPES = {b"\x1b$)C": "iso-2022-kr", b"\x1b$": "iso-2022-jp"}
_FIRST_LOOK, _EVIDENCE, _CONTEXT, _NEAR = 3_000, 40_000, 400, 40.0
"""Bytes for which all encodings are compared. Bytes for those that are near, and of ASCII words beside them, which tell
the language of the text. Nats that an encoding that is near is behind the best, at most."""


@dataclass(frozen=True, slots=True)
class EncodingGuess:
    """An encoding, and its margin: how many nats the next encoding that gives another text is behind it."""

    encoding: str
    margin: float


def detect_encoding(data: bytes) -> EncodingGuess:
    """The encoding in which the distinct words with bytes beyond ASCII cost least.

    Linear: it takes 5 to 20 ms for the first 100 kB, and 5 ms for each further one. If no byte is beyond ASCII it is
    UTF-8, or UTF-16 or UTF-32.
    """
    for escape, codec in _ESCAPES.items():
        if escape in data and _decodes(data, codec):
            return EncodingGuess(codec, math.inf)
    return _compare_wide(data, _compare_words(data) if not data.isascii() else EncodingGuess("utf-8", math.inf))


def _compare_words(data: bytes) -> EncodingGuess:
    """The best encoding of those that have ASCII in it, by the distinct words with bytes beyond ASCII."""
    distinct = dict.fromkeys(data.split())
    words = [word for word in distinct if not word.isascii()]
    handicaps = _HANDICAPS[_FEW * len(words) < len(distinct)]
    evidence = _sample(words, _FIRST_LOOK)
    costs = {codec: handicap + _cost(evidence, codec) for codec, handicap in handicaps.items()}
    context = _sample([word for word in distinct if word.isalpha() and word.isascii()], _CONTEXT)
    near = [codec for codec, cost in costs.items() if cost <= min(costs.values()) + _NEAR]
    evidence = _sample(words, _EVIDENCE)
    in_context = context + b" " + evidence
    costs = {codec: handicaps[codec] + letter_model().cost_of_words(_decode(in_context, codec)) for codec in near}
    return _choose(evidence, costs)


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _sample(words: Sequence[bytes], size: int) -> bytes:
    """Words from all over a text, about `size` bytes."""
    step = max(1, -(-sum(map(len, words)) // size))
    return b" ".join(words[::step])[: 2 * size]


def _cost(data: bytes, codec: str) -> float:
    return letter_model().cost(_decode(data, codec))


def _decode(data: bytes, codec: str) -> str:
    text = data.decode(codec, "replace")
    return unicodedata.normalize("NFC", text) if codec == "windows-1258" else text


def _choose(evidence: bytes, costs: dict[str, float]) -> EncodingGuess:
    ordered = sorted(costs, key=costs.__getitem__)
    text = evidence.decode(ordered[0], "replace")
    others = (costs[codec] for codec in ordered if evidence.decode(codec, "replace") != text)
    return EncodingGuess(ordered[0], next(others, math.inf) - costs[ordered[0]])


def _compare_wide(data: bytes, guess: EncodingGuess) -> EncodingGuess:
    """`guess`, or UTF-16 or UTF-32 if bytes from all over `data` cost less in it."""
    step = max(4, len(data) // 8 & ~3)
    sample = b"".join(data[at : at + min(step, _FIRST_LOOK // 8 & ~3)] for at in range(0, len(data), step))
    costs = {guess.encoding: _cost(sample, guess.encoding)}
    for codec, unit in _WIDE.items():
        if not len(data) % unit:
            replaced = sample.decode(codec, "replace").count("\ufffd")
            costs[codec] = _WIDE_HANDICAP + _cost(sample, codec) + _WIDE_REPLACED * unit * replaced
    best = _choose(sample, costs)
    return guess if best.encoding == guess.encoding and guess.margin < best.margin else best
