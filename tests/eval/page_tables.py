"""The rows that are printed: shares of counts, each with how many they are of, beside the goal."""

from collections.abc import Iterator, Mapping

_GOALS = {
    ("split", "lx"): "split ≤ 6 %",
    ("split", "in"): "split ≤ 6 %",
    ("split", "ar"): "split ≤ 3 %",
    ("split", "gold"): "split ≤ 0.5 %",
    ("split", "body"): "split ≤ 0.5 %",
    ("title", "lx"): "right ≥ 85 %",
    ("title", "in"): "right ≥ 50 %",
    ("title", "ar"): "right ≥ 80 %",
    ("boilerplate", "lx"): "recall ≥ 75 %, precision ≥ 95 %, body lost ≤ 2 %; several: 85, 97, 1 %",
    ("boilerplate", "in"): "as lx",
    ("date", "lx"): "right or unknown ≥ 99 %, known and right of written ≥ 75 %",
    ("date", "in"): "as lx",
    ("date", "ar"): "right or unknown ≥ 99 %, known and right of written ≥ 80 %",
    ("author", "ar"): "right of claimed ≥ 95 %",
    ("outlet", "ar"): "right of claimed ≥ 95 %",
    ("place", "ar"): "right of claimed ≥ 95 %",
}
_PROVENANCES = ("stamp", "dateline", "text", "inferred", "file")


def share(part: float, whole: float) -> str:
    """A share as percent, or a dash of nothing."""
    return f"{part / whole:6.1%}" if whole else "     –"


def row(figure: str, form: str, counts: Mapping[str, int]) -> str:
    """The shares of one figure, in one line. `counts` gives 0 for what it has not."""
    shares = " ".join(f"{name} {value.strip():<6}" for name, value in _SHARES[figure](counts))
    goal = _GOALS.get((figure, form), "")
    return f"{shares} {f'[{goal}]' if goal else ''}".rstrip()


def _split(it: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    yield "n", str(it["all"])
    yield "split", share(it["split"], it["all"])
    yield "body cut", share(it["cut"], it["judged"])
    yield "body elsewhere", share(it["elsewhere"], it["judged"])


def _boilerplate(it: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    yield "n", str(it["pages"])
    yield "recall", share(it["other boilerplate"], it["other"])
    yield "any zone", share(it["other zone"], it["other"])
    yield "precision", share(it["other boilerplate"], it["other boilerplate"] + it["body boilerplate"])
    yield "body lost", share(it["body boilerplate"], it["body"])
    yield "body in any zone", share(it["body zone"], it["body"])
    yield "gold found", share(it["gold found"], it["gold"])


def _snippets(it: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    yield "not text", str(it["other"])
    yield "boilerplate", share(it["other boilerplate"], it["other"])
    yield "any zone", share(it["other"] - it["other body"], it["other"])
    yield "text", str(it["text"])
    yield "body", share(it["text body"], it["text"])
    yield "boilerplate", share(it["text boilerplate"], it["text"])


def _title(it: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    yield "n", str(it["all"])
    yield "right", share(it["right"], it["all"])
    yield "suffix", share(it["suffix"], it["all"])
    yield "both", share(it["right"] + it["suffix"], it["all"])
    yield "right of written", share(it["right"], it["written"])


def _date(it: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    yield "n", str(it["all"])
    yield "right or unknown", share(it["all"] - it["claimed"] + it["right"], it["all"])
    yield "known and right of written", f"{share(it['written_right'], it['written']).strip()} of {it['written']}"
    yield "right of claimed", f"{share(it['right'], it['claimed']).strip()} of {it['claimed']}"
    for name in _PROVENANCES:
        if it[name]:
            yield name, f"{it[f'{name} right']}/{it[name]}"


def _claims(it: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    yield "with label", str(it["all"])
    yield "claimed", str(it["claimed"])
    yield "right of claimed", share(it["right"], it["claimed"])
    yield "right of all", share(it["right"], it["all"])
    yield "claimed without label", str(it["claimed without label"])


_SHARES = {
    "split": _split,
    "boilerplate": _boilerplate,
    "snippets": _snippets,
    "title": _title,
    "date": _date,
    "author": _claims,
    "outlet": _claims,
    "place": _claims,
    "language": _claims,
}
GLUED_GOALS = {
    "date line": "≥ 95 %",
    "same event, date line": "≥ 80 %",
    "all with a title": "≥ 85 %",
}
