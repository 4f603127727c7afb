"""The rows that are printed: shares of counts with how many they are of, for each set, form and regime."""

from collections.abc import Iterator, Mapping

_PROVENANCES = ("stamp", "dateline", "text", "inferred", "file")


def share(part: float, whole: float) -> str:
    """A share as percent, or a dash of nothing."""
    return f"{part / whole:6.1%}" if whole else "     –"


def row(figure: str, counts: Mapping[str, int]) -> str:
    """The shares of one figure, in one line. `counts` gives 0 for what it has not."""
    return " ".join(f"{name} {value.strip():<6}" for name, value in _SHARES[figure](counts)).rstrip()


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
    yield "right or unknown", share(it["right"] + it["unclaimed"], it["all"])
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


def _glued(it: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    yield "n", str(it["all"])
    yield "right", share(it["right"], it["all"])
    yield "and nothing else cut", share(it["alone"], it["all"])


_SHARES = {
    "split": _split,
    "boilerplate": _boilerplate,
    "whole bodies": _boilerplate,
    "snippets": _snippets,
    "title": _title,
    "date": _date,
    "author": _claims,
    "outlet": _claims,
    "place": _claims,
    "language": _claims,
    "glued": _glued,
}
