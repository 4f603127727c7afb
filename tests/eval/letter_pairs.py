"""Make the lines of letter pairs of search/documents/letter_pairs.txt from texts or from counts of pairs.

    python -m tests.eval.letter_pairs FOLDER > pairs.txt

FOLDER has a file for each language, named by its code: `de.txt` is a text in UTF-8, `de.json` an object of pairs of
letters with their counts, in which a space is the bound of a word. The lines with frequent characters are written by
hand.
"""

import json
import math
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

_LONGEST_COST = 10
_RAREST_LETTER, _RAREST_PAIR = 5e-5, 4e-7
"""The least share of a letter, and of a pair, in a text of its language. Rarer ones are of foreign words."""
_SAME = str.maketrans({"ș": "ş", "ț": "ţ"})


def read_pairs(path: Path) -> Counter[str]:
    """The pairs of letters in a file, in lower case, with their counts."""
    if path.suffix == ".json":
        counts: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
    else:
        text = path.read_text(encoding="utf-8")
        letters = "".join(letter if letter.isalpha() else " " for letter in text)
        counts = Counter(map("".join, pairwise(letters)))
    pairs = Counter[str]()
    for pair, count in counts.items():
        if len(folded := pair.lower().translate(_SAME)) == 2:
            pairs[folded] += count
    return pairs


def lines(language: str, pairs: Counter[str]) -> Iterator[str]:
    """The lines of a language: its pairs by their cost, -ln P(second letter | first letter), in whole nats."""
    scripts = Counter[str]()
    for pair, count in pairs.items():
        scripts[unicodedata.name(pair[0], " ").split(" ")[0]] += count if pair[0] != " " else 0
    [(script, _)] = scripts.most_common(1)
    own = {pair: count for pair, count in pairs.items() if pair != "  " and _is_in(script, pair)}
    total, letters = sum(own.values()), Counter[str]()
    for pair, count in own.items():
        letters[pair[0]] += count
    alphabet = {letter for letter, count in letters.items() if count / total > _RAREST_LETTER} | {" "}
    kept = {pair: count for pair, count in own.items() if set(pair) <= alphabet and count / total > _RAREST_PAIR}
    after = Counter[str]()
    for pair, count in kept.items():
        after[pair[0]] += count
    rows: dict[int, list[str]] = defaultdict(list)
    for pair, count in kept.items():
        rows[round(-math.log(count / after[pair[0]]))].append(pair.replace(" ", "_"))
    for cost in sorted(rows):
        if cost <= _LONGEST_COST:
            yield f"{language} {cost} {''.join(sorted(rows[cost]))}"


def _is_in(script: str, pair: str) -> bool:
    return all(letter == " " or unicodedata.name(letter, "").startswith(script) for letter in pair)


if __name__ == "__main__":
    for source in sorted(Path(sys.argv[1]).iterdir()):
        sys.stdout.writelines(f"{line}\n" for line in lines(source.stem, read_pairs(source)))
