"""How well articles are extracted from real files: `make extraction`.

The labels describe 150 articles, drawn at random: where a reader sees the title and boilerplate, as lines and columns,
and the stated date. They contain no texts. Those are read from ../shared/corpora.
"""

import gc
import gzip
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from search.engines.embedded.segment.segment_writer import write_segment
from search.extract.articles import article_id
from search.extract.draft import Draft, ExtractionOptions, split_at_seams
from search.extract.pipeline import STEPS, run_steps
from search.extract.recurring_lines import find_recurring_lines, line_digests
from search.types.article import Article
from tests.support.places import CORPORA

LABELS = Path(__file__).with_name("labels") / "extraction.json"
NAMES = ("newsarticles", "basil")
BOILERPLATE = (
    "Advertisement",
    "Share this article",
    "Read more",
    "View comments",
    "Most read",
    "12 comments",
    "Short Url",
)
GLUED, UNGLUED, ROUNDS = 500, 3_000, 5


def texts(name: str) -> dict[str, str]:
    """The texts of a corpus as files hold them, by their ids."""
    with gzip.open(CORPORA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    return {document["id"]: _text(document) for document in documents}


def _text(document: dict[str, str]) -> str:
    return "\n\n".join(part for key in ("title", "date", "text") if (part := document.get(key))) + "\n"


def quality(corpora: dict[str, dict[str, str]], options: ExtractionOptions, show: bool) -> Iterator[str]:
    """Print the figures for the labelled sample."""
    counts: Counter[str] = Counter()
    for name, labels in json.loads(LABELS.read_text(encoding="utf-8")).items():
        for identity, label in labels.items():
            drafts = run_steps(Draft(corpora[name][identity], options))
            told = _compare(drafts, corpora[name][identity], label)
            counts.update(told)
            if show and (not told["title"] or not told["date"] or told["missed"] or told["wrong"]):
                print(name, identity, dict(told))
    yield f"articles {counts['all']}"
    yield f"title right {counts['title'] / counts['all']:.1%}"
    yield f"date right or unknown {counts['date'] / counts['all']:.1%} (known {counts['known'] / counts['all']:.1%})"
    yield f"boilerplate recall {counts['hit'] / (counts['hit'] + counts['missed']):.1%}"
    yield f"boilerplate precision {counts['hit'] / (counts['hit'] + counts['wrong']):.1%}"
    yield f"false splits {counts['split'] / counts['all']:.1%}"


def _compare(drafts: Sequence[Draft], text: str, label: dict[str, object]) -> Counter[str]:
    draft = drafts[0]
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)

    def span(place: Sequence[int]) -> tuple[int, int]:
        return starts[place[0] - 1] + place[1], starts[place[0] - 1] + place[2]

    title = span(label["title"]) if "title" in label else None  # type: ignore[arg-type]
    headline = any(zone.kind == "headline" for zone in draft.zones())
    dated = draft.published or draft.updated
    wanted = _places(text, (span(it) for it in label["boilerplate"]))  # type: ignore[attr-defined]
    found = _places(text, ((it.start, it.end) for it in draft.zones() if it.kind == "boilerplate"))
    return Counter(
        all=1,
        title=int(draft.title == title if title else not headline),
        date=int(dated is None or dated.when[:10] == label["date"]),
        known=int(dated is not None),
        hit=len(wanted & found),
        missed=len(wanted - found),
        wrong=len(found - wanted),
        split=int(len(drafts) > 1),
    )


def _places(text: str, spans: Iterator[tuple[int, int]]) -> set[int]:
    """The places of spans that hold no space."""
    return {place for start, end in spans for place in range(start, end) if not text[place].isspace()}


def glue(pool: Sequence[str], options: ExtractionOptions) -> Iterator[str]:
    """Print how many joined articles are split, and how many splits are wrong."""
    chance = random.Random(4)
    found = 0
    for _ in range(GLUED):
        first, second = chance.sample(pool, 2)
        between = "".join(f"\n\n{line}" for line in chance.sample(BOILERPLATE, chance.randrange(4)))
        before = f"{first.rstrip()}{between}\n\n"
        found += _within_a_line(run_steps(Draft(before + second, options)), before + second, len(before))
    yield f"seams found within one line {found / GLUED:.1%} of {GLUED}"
    alone = chance.sample(pool, UNGLUED)
    split = sum(len(run_steps(Draft(text, options))) > 1 for text in alone)
    yield f"false splits {split / UNGLUED:.2%} of {UNGLUED:,}"


def _within_a_line(drafts: Sequence[Draft], text: str, seam: int) -> bool:
    if len(drafts) != 2:
        return False
    start, end = sorted((seam, drafts[1].offset))
    return sum(1 for line in text[start:end].split("\n") if line.strip()) <= 1


def cost(pool: Sequence[str], options: ExtractionOptions) -> Iterator[str]:
    """What each step takes, of the processor's time, beside the time of writing the index of the same texts.

    As in a process that indexes: what has been cleaned is not kept, and no garbage is collected.
    """
    gc.disable()
    articles = [Article(article_id(str(n), 1), f"{n}.txt", text, (0, 1), "utf-8") for n, text in enumerate(pool)]
    with tempfile.TemporaryDirectory() as folder:
        index = min(_seconds(lambda: write_segment(Path(folder), articles)) for _ in range(ROUNDS))
    rounds = [_steps(pool, options) for _ in range(ROUNDS)]
    steps = [min(times) for times in zip(*rounds, strict=True)]
    size = sum(map(len, pool)) / 1e6
    whole = min(_seconds(lambda: _run_all(pool, options)) for _ in range(ROUNDS))
    told = f"extraction {whole:.2f} s, {whole / size:.3f} s per MB, {whole / index:.1%}"
    yield f"{len(pool):,} files, {size:.1f} MB: index {index:.2f} s, {told}"
    recurring = _seconds(lambda: find_recurring_lines(map(line_digests, pool[:1000])))
    yield f"recurring lines of 1,000 files {recurring / index:.1%}"
    yield from (f"  {name} {seconds / index:.1%}" for (name, _), seconds in zip(STEPS, steps, strict=True))


def _run_all(pool: Sequence[str], options: ExtractionOptions) -> None:
    for text in pool:
        run_steps(Draft(text, options))


def _steps(pool: Sequence[str], options: ExtractionOptions) -> list[float]:
    """The seconds of each step over a pool."""
    seconds = [0.0] * len(STEPS)
    for text in pool:
        drafts: tuple[Draft, ...] = (Draft(text, options),)
        for number, (_, step) in enumerate(STEPS):
            began = time.process_time()
            found = [step(draft) for draft in drafts]
            seconds[number] += time.process_time() - began
            drafts = tuple(part for draft in found for part in split_at_seams(draft))
    return seconds


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main(show: bool = False) -> None:
    """Print all figures."""
    corpora = {name: texts(name) for name in NAMES}
    pool = [text for corpus in corpora.values() for text in corpus.values()]
    options = ExtractionOptions(recurring=find_recurring_lines(map(line_digests, pool)))
    full = [text for text in pool if text.count("\n\n") > 1 and len(text) > 400]
    for figures in (quality(corpora, options, show), glue(full, options), cost(pool, options)):
        for line in figures:
            print(line, flush=True)
        print()


if __name__ == "__main__":
    import sys

    main("--show" in sys.argv)
