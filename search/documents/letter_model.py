"""How unlikely a text is in the language that fits it best, by which letters stand beside which.

The model of a language is a Markov chain: a text costs the sum of -ln P(letter | letter before it), in nats. The costs
of the same bytes in two encodings differ by the logarithm of the odds. Chinese, Japanese and Korean characters cost by
how frequent they are.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_TABLE = Path(__file__).with_name("letter_pairs.txt")
"""Lines of a language, a cost, and the pairs of letters that have it; "_" is the bound of a word. A line with * has the
frequent characters of a language; one with # is a comment."""
_UNSEEN_PAIR, _FOREIGN_LETTER, _OTHER_SCRIPT, _PLAIN_LATIN = 11.0, 13.0, 14.0, 5.0
"""Costs of a pair that a language lacks; of a letter that it lacks; of one of another script; of an ASCII letter in
another script."""
_RARE, _NO_TEXT = 13.0, 16.0
"""Costs of other characters, and of control characters, U+FFFD, and marks without their letter."""
_SYMBOLS = {
    4.5: "’，。、",
    5.0: "“”«»–—\xa0\u3000",
    6.0: "€£…„‚‘「」（）《》：；！？・『』【】ー〜",
    7.0: "°•·№¿¡０１２３４５６７８９",
    8.0: "§©®™½\xadºª〈〉－％±×",
    9.0: "¼¾²³¹¢¥‹›†‡‰¶′″",
    11.0: "¤¦¬¯¨¸´÷µ",
}
"""What characters cost that are no letters, in any language."""
_JOINING = "’'\xad·ー・"
"""Symbols that stand between the letters of a word. Dashes cost less there than others."""
_DASHES = "–—"
_APART = "°€£•§©®™½¤¦¬¯¨¸´÷±×¼¾¢¥†‡‰¶µ·"
_OPENING, _DIGITS = "„‚‘¿¡", "0123456789"
"""Symbols that seldom stand beside a letter, and ones that seldom follow one. Digits seldom stand beside one."""
_LINES = "─═━░▒▓█▀▄"
_FIRST_IN_LINE, _NEXT_IN_LINE = 10.0, 0.5
"""Characters that tables are drawn with: what the first in a row costs, and each further one."""
_BLOCKS, _BLOCK, _NEXT_IN_BLOCK = range(0x500, 0x2000, 0x80), 0x80, 5.0
"""Scripts without a model: a character costs less after one of the same block."""
_VIETNAMESE = range(0x1EA0, 0x1EFA)
_SAME = {"ș": "ş", "ț": "ţ", "ی": "ي", "ک": "ك", "ى": "ي", "İ": "i"}
"""Letters that count as others. So do all Vietnamese letters of this range: as one of them."""
_SWAPPED_CASE, _INNER_CAPITAL, _INNER_SYMBOL, _MIXED_SCRIPTS, _LATIN_BESIDE_HAN = 7.0, 0.5, 7.0, 8.0, 7.0
_BESIDE_LETTER, _INNER_DASH, _OTHER_LANGUAGE = 3.0, 3.0, 4.0
"""What is added for letters and symbols in the wrong place, and for a word in another language than the text."""
_FREQUENT, _USUAL, _KANA = (
    {"zh-hans": 5.9, "zh-hant": 5.9, "ja": 7.0, "ko": 5.7},
    {"zh-hans": 9.0, "zh-hant": 9.3, "ja": 9.7, "ko": 8.9},
    {"hiragana": 5.2, "katakana": 6.6},
)
"""What frequent and usual characters cost in each language, and Japanese syllables."""
_STANDARDS = {
    "zh-hans": ("gb2312", 0xB0, 0xD7, 0xA1),
    "zh-hant": ("big5", 0xA4, 0xC6, 0x40),
    "ja": ("euc-jp", 0xB0, 0xCF, 0xA1),
    "ko": ("euc-kr", 0xB0, 0xC8, 0xA1),
}
"""The standard whose first level has the usual characters of a language: codec, lead bytes from and to, trail bytes
from."""
_LATIN, _HAN = 1, 2
_BOUND, _RARE_SYMBOL = 0, 2
"""Symbols that stand for white space and ASCII punctuation, and for all other characters."""


@dataclass(frozen=True)
class LetterModel:
    """Costs for each language. A symbol is a number for a letter in either case, or for characters that cost the same.

    `symbols` has the symbol of each code point up to U+FFFF, `is_upper` and `is_lower` its case. `scripts` has a number
    for the script of each symbol, 0 for what is no letter; `inside`, `after` and `before` are the costs of each symbol
    between two letters, after one, and before one. `pairs` has a row of
    `pair_costs` for two symbols in a row, 0 if no language has this pair; then a row of `single_costs` counts.
    """

    symbols: NDArray[np.uint16]
    is_upper: NDArray[np.bool_]
    is_lower: NDArray[np.bool_]
    scripts: NDArray[np.uint8]
    inside: NDArray[np.float32]
    after: NDArray[np.float32]
    before: NDArray[np.float32]
    pairs: NDArray[np.int32]
    pair_costs: NDArray[np.float32]
    single_costs: NDArray[np.float32]

    def cost(self, text: str) -> float:
        """The cost of a text in nats, in the language in which it costs least. Linear, 2 ms for 100,000 characters."""
        codes, symbols = self._symbols(text)
        pairs, occurrences = np.unique(self._pairs(symbols), return_counts=True)
        return float((occurrences @ self._costs(pairs)).min()) + self._misplaced(codes, symbols)

    def cost_of_words(self, text: str) -> float:
        """The same for a text with words of other languages, as names are. Linear, 50 ms for 100,000 characters."""
        codes, symbols = self._symbols(text)
        words = np.add.reduceat(self._costs(self._pairs(symbols)), (codes[:-1] == ord(" ")).nonzero()[0])
        language = words.sum(axis=0).argmin()
        costs = np.minimum(words[:, language], words.min(axis=1) + _OTHER_LANGUAGE)
        return float(costs.sum()) + self._misplaced(codes, symbols)

    def _symbols(self, text: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """The code points of a text between two spaces, and their symbols."""
        codes = np.frombuffer(f" {text} ".encode("utf-32-le", "surrogatepass"), np.uint32)
        codes = np.where(codes < len(self.symbols), codes, 0xFFFF)
        return codes, self.symbols[codes].astype(np.int32)

    def _pairs(self, symbols: NDArray[Any]) -> NDArray[Any]:
        """Numbers of the pairs of symbols in a row."""
        pairs: NDArray[Any] = symbols[:-1] * len(self.scripts) + symbols[1:]
        return pairs

    def _costs(self, pairs: NDArray[Any]) -> NDArray[np.float32]:
        """The costs of pairs, a row for each and a column for each language."""
        rows = self.pairs[pairs]
        costs: NDArray[np.float32] = self.single_costs[pairs % len(self.scripts)]
        costs[rows > 0] = self.pair_costs[rows[rows > 0]]
        return costs

    def _misplaced(self, codes: NDArray[Any], symbols: NDArray[Any]) -> float:
        """The cost of letters in the wrong case or beside another script, and of symbols within words."""
        upper, lower = self.is_upper[codes], self.is_lower[codes]
        scripts = self.scripts[symbols]
        left, right = scripts[:-1], scripts[1:]
        is_mixed = (left != right) & (left > 0) & (right > 0)
        beside_han = is_mixed & ((left == _HAN) | (right == _HAN))
        is_letter = scripts > 0
        middle = symbols[1:-1]
        return float(
            _SWAPPED_CASE * ((lower[:-1] & upper[1:]).sum() + (upper[:-2] & upper[1:-1] & lower[2:]).sum())
            + _INNER_CAPITAL * (is_letter[:-1] & upper[1:]).sum()
            + self.inside[middle[is_letter[:-2] & ~is_letter[1:-1] & is_letter[2:]]].sum()
            + self.after[symbols[1:][is_letter[:-1]]].sum()
            + self.before[symbols[:-1][is_letter[1:]]].sum()
            + _MIXED_SCRIPTS * (is_mixed & ~beside_han).sum()
            + _LATIN_BESIDE_HAN * beside_han.sum()
        )


@cache
def letter_model() -> LetterModel:
    """The model of letter_pairs.txt. Takes 100 ms and 3 MB once."""
    pairs: dict[str, dict[str, float]] = defaultdict(dict)
    frequent: dict[str, str] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, cost, letters = line.split(" ")
        if cost == "*":
            frequent[language] = letters
        else:
            pairs[language].update((letters[at : at + 2], float(cost)) for at in range(0, len(letters), 2))
    return _Builder(pairs, frequent).model()


class _Builder:
    """Gives numbers to symbols, and collects what each costs."""

    def __init__(self, pairs: Mapping[str, Mapping[str, float]], frequent: Mapping[str, str]) -> None:
        self._pairs = pairs
        self._languages = (*pairs, *frequent)
        self._numbers: dict[str, int] = {}
        self._costs: list[list[float]] = []
        self._scripts: list[int] = []
        self._script_names = ["", "LATIN", "HAN"]
        self._symbols = np.full(1 << 16, _RARE_SYMBOL, np.uint16)
        self._add_symbols()
        self._add_letters()
        self._add_characters(frequent)

    def _add(self, characters: Iterable[str], costs: list[float], script: int = 0) -> int:
        """A new symbol for some characters."""
        number = len(self._costs)
        self._costs.append(costs)
        self._scripts.append(script)
        for character in characters:
            self._numbers[character] = number
            self._symbols[ord(character)] = number
        return number

    def _add_symbols(self) -> None:
        every = len(self._languages)
        self._add((chr(code) for code in range(32, 127)), [0.5] * every)
        self._add(_DIGITS, [0.5] * every)
        self._add("", [_RARE] * every)
        controls = (*range(32), *range(127, 160), *range(0x300, 0x370), 0xFFFD, *range(0xE000, 0xF900))
        self._add(map(chr, controls), [_NO_TEXT] * every)
        self._symbols[[ord(space) for space in "\t\n\r"]] = _BOUND
        for character in _LINES:
            self._add(character, [_FIRST_IN_LINE] * every)
        for cost, characters in _SYMBOLS.items():
            for character in characters:
                self._add(character, [cost] * every)

    def _add_letters(self) -> None:
        alphabets = {language: {letter for pair in pairs for letter in pair} for language, pairs in self._pairs.items()}
        scripts = {language: _script(max(alphabet - {"_"})) for language, alphabet in alphabets.items()}
        for letter in sorted(set().union(*alphabets.values()) - {"_"}):
            script = _script(letter)
            if script not in self._script_names:
                self._script_names.append(script)
            costs = [
                _UNSEEN_PAIR
                if letter in alphabets.get(language, ())
                else _FOREIGN_LETTER
                if script == scripts.get(language)
                else _PLAIN_LATIN
                if letter.isascii()
                else _OTHER_SCRIPT
                for language in self._languages
            ]
            self._add(letter, costs, self._script_names.index(script))

    def _add_characters(self, frequent: Mapping[str, str]) -> None:
        """Chinese characters, Hangul and Japanese syllables: a symbol for those that cost the same in each language."""
        usual = {language: _first_level(*standard) for language, standard in _STANDARDS.items()}
        groups: dict[tuple[float, ...], list[str]] = defaultdict(list)
        for character in set().union(*usual.values(), *frequent.values()):
            groups[
                tuple(
                    _FREQUENT[language]
                    if character in frequent.get(language, "")
                    else _USUAL[language]
                    if character in usual.get(language, ())
                    else _OTHER_SCRIPT
                    for language in self._languages
                )
            ].append(character)
        for syllables, first, last in (("hiragana", 0x3041, 0x3094), ("katakana", 0x30A1, 0x30F7)):
            costs = tuple(_KANA[syllables] if language == "ja" else _OTHER_SCRIPT for language in self._languages)
            groups[costs] += map(chr, range(first, last))
        for costs, characters in groups.items():
            self._add(characters, list(costs), _HAN)
        self._blocks = []
        for first in _BLOCKS:
            self._blocks.append(self._add("", [_RARE] * len(self._languages)))
            block = self._symbols[first : first + _BLOCK]
            block[block == _RARE_SYMBOL] = self._blocks[-1]
        rare = self._add("", [_RARE] * len(self._languages), _HAN)
        for first, last in ((0x3400, 0xA000), (0xAC00, 0xD7A4), (0xF900, 0xFB00)):
            block = self._symbols[first:last]
            block[block == _RARE_SYMBOL] = rare

    def model(self) -> LetterModel:
        """The model of all symbols."""
        upper, lower = (np.zeros(1 << 16, np.bool_) for _ in range(2))
        vietnamese = self._numbers["ể"]
        for code in (*range(0x80, 0x590), *range(0x1E00, 0x2000), *range(0x41, 0x7B)):
            character = chr(code)
            upper[code], lower[code] = character.isupper(), character.islower()
            folded = _SAME.get(character) or _SAME.get(character.lower(), character.lower())
            if code in _VIETNAMESE:
                self._symbols[code] = vietnamese
            elif folded in self._numbers:
                self._symbols[code] = self._numbers[folded]
        for character, same in _SAME.items():
            self._symbols[ord(character)] = self._numbers[same]
        count = len(self._costs)
        rows: list[list[float]] = [[0.0] * len(self._languages)]
        pairs = np.zeros((count, count), np.int32)
        for number, costs in enumerate(self._pairs.values()):
            for pair, cost in costs.items():
                left, right = (_BOUND if letter == "_" else self._numbers[letter] for letter in pair)
                if not pairs[left, right]:
                    pairs[left, right] = len(rows)
                    rows.append(list(self._costs[right]))
                rows[pairs[left, right]][number] = cost
        scripts = np.array(self._scripts, np.uint8)
        pairs[scripts == 0] = pairs[_BOUND]  # a letter after a quotation mark begins a word
        lines = [self._numbers[character] for character in _LINES]
        pairs[lines, lines] = len(rows)
        rows.append([_NEXT_IN_LINE] * len(self._languages))
        pairs[self._blocks, self._blocks] = len(rows)
        rows.append([_NEXT_IN_BLOCK] * len(self._languages))
        inside = (
            _INNER_SYMBOL
            - self._costs_of(_JOINING, _INNER_SYMBOL)
            - self._costs_of(_DASHES, _INNER_SYMBOL - _INNER_DASH)
        )
        inside[[_BOUND, self._numbers["0"]]] = 0
        return LetterModel(
            self._symbols,
            upper,
            lower,
            scripts,
            inside,
            self._costs_of(_APART + _OPENING + _DIGITS, _BESIDE_LETTER),
            self._costs_of(_APART.replace("°", "") + _DIGITS, _BESIDE_LETTER),
            pairs.ravel(),
            np.array(rows, np.float32),
            np.array(self._costs, np.float32),
        )

    def _costs_of(self, characters: str, cost: float) -> NDArray[np.float32]:
        """An array with the cost for the symbols of some characters, and 0 for all others."""
        costs = np.zeros(len(self._costs), np.float32)
        costs[[self._numbers[character] for character in characters]] = cost
        return costs


def _script(letter: str) -> str:
    return unicodedata.name(letter).split()[0]


def _first_level(codec: str, first: int, last: int, trail: int) -> frozenset[str]:
    pairs = (bytes((lead, second)) for lead in range(first, last + 1) for second in range(trail, 0xFF))
    return frozenset("".join(pair.decode(codec, "ignore") for pair in pairs)) - {chr(code) for code in range(128)}
