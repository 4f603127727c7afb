"""BERT's WordPiece, uncased (Devlin et al. 2018): a text as numbers of pieces of words, the input of the model."""

import unicodedata
from functools import lru_cache
from pathlib import Path

_VOCABULARY = Path(__file__).with_name("vocab.txt")
"""The vocabulary of BERT base uncased, one piece a line; its number is that of the line, from 0. Apache License 2.0."""
_LONGEST_WORD = 100
"""Characters of a word. A longer one is unknown."""
_CACHED_WORDS = 1 << 16
_IDEOGRAPHS = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2CEAF),
    (0x2F800, 0x2FA1F),
)


class WordPiece:
    """The tokenizer of the model. `begin` and `end` are the pieces around every input. Safe across threads.

    Cost of making one: reading the vocabulary, some 10 ms.
    """

    def __init__(self) -> None:
        pieces = _VOCABULARY.read_text(encoding="utf-8").split("\n")
        self._numbers = {piece: number for number, piece in enumerate(pieces) if piece}
        self.begin, self.end, self._unknown = (self._numbers[name] for name in ("[CLS]", "[SEP]", "[UNK]"))
        self._cached_pieces = lru_cache(_CACHED_WORDS)(self._pieces)

    def pieces(self, word: str) -> tuple[int, ...]:
        """The pieces of a stretch of text without white space. Remembers those of short ones."""
        return self._cached_pieces(word) if len(word) <= _LONGEST_WORD else self._pieces(word)

    def encode(self, text: str, most: int) -> list[int]:
        """The first `most` pieces of a text, between `begin` and `end`, which count too. Linear."""
        numbers = [self.begin]
        for word in text.split():
            numbers += self.pieces(word)
            if len(numbers) >= most:
                break
        return [*numbers[: most - 1], self.end]

    def _pieces(self, word: str) -> tuple[int, ...]:
        return tuple(number for part in _split(word) for number in self._longest_matches(part))

    def _longest_matches(self, word: str) -> list[int]:
        """A word as the longest pieces that the vocabulary has, from left to right."""
        if len(word) > _LONGEST_WORD:
            return [self._unknown]
        numbers: list[int] = []
        start, prefix = 0, ""
        while start < len(word):
            ends = range(len(word), start, -1)
            end = next((end for end in ends if prefix + word[start:end] in self._numbers), None)
            if end is None:
                return [self._unknown]
            numbers.append(self._numbers[prefix + word[start:end]])
            start, prefix = end, "##"
        return numbers


def _split(text: str) -> list[str]:
    """Lower case without accents, split before and after each punctuation mark and ideograph."""
    spaced: list[str] = []
    for character in unicodedata.normalize("NFD", text.lower()):
        category = unicodedata.category(character)
        if category == "Mn" or category[0] == "C" or character == "\ufffd":
            continue
        stands_alone = _is_punctuation(character, category) or _is_ideograph(character)
        spaced.append(f" {character} " if stands_alone else character)
    return "".join(spaced).split()


def _is_punctuation(character: str, category: str) -> bool:
    """As BERT has it: also the symbols of ASCII, such as $ and +."""
    return category[0] == "P" or (character.isascii() and not character.isalnum())


def _is_ideograph(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _IDEOGRAPHS)
