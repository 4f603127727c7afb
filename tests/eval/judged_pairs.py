"""The share of reported near-duplicates that share article text, and their recall, on corpora that were not tuned on.

A person read what the pairs of files share and told page boilerplate from article text. `labels/duplicates.tsv` holds
the outcome without the texts: of each judged passage its kind, its number of words, and digests of its first words and
of all words. So pairs that a later version reports are judged by the same labels.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import combinations, groupby
from pathlib import Path
from re import compile as pattern
from tempfile import TemporaryDirectory
from typing import Literal

from search import Library
from tests.eval.fetched_corpora import HOW_TO_GET, celebrities, politics
from tests.support.files import write_files

Kind = Literal["article", "boilerplate"]
Verdict = Literal["article", "boilerplate", "not judged"]
Pair = tuple[str, str]
Runs = set[tuple[str, ...]]
K = 5
"""Words in a row that two texts must share."""
PASSAGE = 10
"""Words in a row, none of them boilerplate, that are shared article text."""
CONTAINMENT = 0.8
"""The part of the shorter text's runs of K words, without boilerplate, that makes a pair which has to be found."""
LEAST = 20
"""Runs of K words, without boilerplate, that a text needs to hold an article. Others do not count for recall."""
LABELS = Path(__file__).parent / "labels" / "duplicates.tsv"
"""Lines of kind, words, digest of the first words, digest of all words."""
_WORD = pattern(r"\w+")


class Labels:
    """Judged passages: which words of a text are article text or boilerplate."""

    def __init__(self, lines: Collection[str]) -> None:
        self._passages: dict[str, list[tuple[Kind, int, str]]] = defaultdict(list)
        for kind, size, head, digest in (line.split("\t") for line in lines):
            self._passages[head].append(("article" if kind == "article" else "boilerplate", int(size), digest))

    def kinds(self, words: Sequence[str]) -> list[Kind | None]:
        """The kind of each word; None where nobody judged it. Boilerplate within article text is boilerplate."""
        kinds: list[Kind | None] = [None] * len(words)
        for start in range(len(words) - K + 1):
            for kind, size, passage_digest in self._passages.get(head(words[start:]), ()):
                if digest(words[start : start + size]) == passage_digest:
                    for place in range(start, start + size):
                        kinds[place] = "boilerplate" if "boilerplate" in (kind, kinds[place]) else kind
        return kinds


def label(kind: Kind, passage: str) -> str:
    """The line of a judged passage of at least K words."""
    words = split_words(passage)
    return f"{kind}\t{len(words)}\t{head(words)}\t{digest(words)}"


def head(words: Sequence[str]) -> str:
    """A digest of the first K words."""
    return blake2b(" ".join(words[:K]).encode(), digest_size=4).hexdigest()


def digest(words: Sequence[str]) -> str:
    """A digest of all words."""
    return blake2b(" ".join(words).encode(), digest_size=8).hexdigest()


def split_words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    """All K words in a row."""
    return [tuple(words[start : start + K]) for start in range(len(words) - K + 1)]


def shared(a: Sequence[str], b: Sequence[str]) -> list[bool]:
    """Of each word of a, whether it is in K words in a row that b has too."""
    runs_of_b = set(runs(b))
    is_shared = [False] * len(a)
    for start, run in enumerate(runs(a)):
        if run in runs_of_b:
            is_shared[start : start + K] = [True] * K
    return is_shared


def verdict(a: Sequence[str], b: Sequence[str], labels: Labels) -> Verdict:
    """What two texts share: at least PASSAGE words in a row of article text, nothing but boilerplate, or passages that
    nobody judged."""
    kinds = [kind if both else "boilerplate" for kind, both in zip(labels.kinds(a), shared(a, b), strict=True)]
    if _longest(kinds, {"article"}) >= PASSAGE:
        return "article"
    return "not judged" if _longest(kinds, {"article", None}) >= PASSAGE else "boilerplate"


def _longest(kinds: Sequence[Kind | None], counted: Collection[Kind | None]) -> int:
    stretches = groupby(kinds, key=lambda kind: kind in counted)
    return max((len(list(stretch)) for is_counted, stretch in stretches if is_counted), default=0)


def article_runs(words: Sequence[str], labels: Labels) -> Runs:
    """All K words in a row without boilerplate."""
    kinds = labels.kinds(words)
    return {run for start, run in enumerate(runs(words)) if "boilerplate" not in kinds[start : start + K]}


def similar_files(runs_of: Mapping[str, Runs]) -> set[Pair]:
    """The pairs of files whose containment is CONTAINMENT or more, by a plain scan of the runs of each file."""
    paths_of: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in sorted(runs_of):
        if len(runs_of[path]) >= LEAST:
            for run in runs_of[path]:
                paths_of[run].append(path)
    common = Counter(pair for paths in paths_of.values() for pair in combinations(paths, 2))
    return {(a, b) for (a, b), count in common.items() if count >= CONTAINMENT * min(len(runs_of[a]), len(runs_of[b]))}


def judged_pairs(clones: Path | None) -> Iterator[str]:
    """The share of article text and the recall of both corpora, as lines to print. Takes half a minute."""
    if clones is None:
        yield f"judged pairs are left out; they need `make duplicates CLONES=folder`, a folder with\n{HOW_TO_GET}"
        return
    labels = Labels(LABELS.read_text(encoding="utf-8").splitlines())
    for name, texts in (("politics", politics(clones)), ("celebrities", celebrities(clones))):
        yield from (f"{name}: {line}" for line in _figures(texts, labels))


def _figures(texts: Mapping[str, str], labels: Labels) -> Iterator[str]:
    runs_of = {path: article_runs(split_words(text), labels) for path, text in texts.items()}
    verdicts: list[tuple[Verdict, Pair]] = []
    for path_a, a, path_b, b in _reported(texts):
        verdicts.append((verdict(split_words(a), split_words(b), labels), (path_a, path_b)))
    yield f"{len(texts)} texts, {len(verdicts)} pairs reported"
    yield f"  {_share(Counter(kind for kind, _ in verdicts))}"
    with_article = [kind for kind, pair in verdicts if all(len(runs_of[path]) >= LEAST for path in pair)]
    yield f"  without files that hold no article: {_share(Counter(with_article))}"
    yield from (f"  not judged: {a} {b}" for kind, (a, b) in verdicts if kind == "not judged")
    similar = similar_files(runs_of)
    missed = sorted(similar - {pair for _, pair in verdicts})
    yield f"  recall {1 - len(missed) / len(similar):.3f} of {len(similar)} pairs of containment {CONTAINMENT} or more"
    yield from (f"  missed: {a} {b}" for a, b in missed)


def _share(counts: Counter[Verdict]) -> str:
    judged = counts["article"] + counts["boilerplate"]
    share = f"{counts['article']} of {judged} judged pairs share article text ({counts['article'] / judged:.1%})"
    return f"{share}, {counts['not judged']} not judged"


def _reported(texts: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """The near-duplicates that the product reports: path and text of both articles."""
    with TemporaryDirectory() as folder:
        library = Library.open(write_files(Path(folder) / "texts", texts), Path(folder) / "index")
        library.update()
        searcher = library.searcher()
        for pair in searcher.duplicate_pairs():
            yield pair.a.path, searcher.article(pair.a.id).text, pair.b.path, searcher.article(pair.b.id).text
