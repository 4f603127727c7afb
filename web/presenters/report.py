"""The numbers of a report, each with its filter."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from search import ReportSummary, type_name
from web import urls

_MEANINGS = {
    "no date": "The text has no date. The article comes last when results are sorted by date.",
    "characters lost": "Some characters could not be decoded. Words with them are not found.",
    "title unsure": "No headline was found. The title is the beginning of the text.",
    "mostly boilerplate": "90% or more is menus, adverts and the like, which are not searched.",
    "unsure seam": "The file has several articles. Where this one begins is uncertain.",
    "encoding guessed": "Another encoding is almost as likely. A rule in seedsearch.toml overrules the guess.",
    "cut short": "The file is too long. Its end is not searched.",
}


class ReportNumber(NamedTuple):
    """A number of a report: what it counts, the filter that shows it, and what it means."""

    number: int
    name: str
    only: str
    meaning: str = ""


class RuleHint(NamedTuple):
    """A rule that a person may write: why, the address of what it is for, and its lines."""

    reason: str
    address: str
    lines: tuple[str, str]


def report_numbers(summary: ReportSummary) -> tuple[ReportNumber, ...]:
    """The four numbers of a report."""
    return (
        ReportNumber(summary.files, "file" if summary.files == 1 else "files", ""),
        ReportNumber(summary.articles, "article" if summary.articles == 1 else "articles", "read"),
        ReportNumber(summary.not_read, "not or partly read", "not-read"),
        ReportNumber(
            summary.needs_review, "needs review" if summary.needs_review == 1 else "need review", "needs-review"
        ),
    )


def file_types(summary: ReportSummary) -> tuple[tuple[str, int], ...]:
    """The kinds of files that were read, the most frequent first: the name of one, and how many there are."""
    return tuple((type_name(name), number) for name, number in summary.types.items())


def review_reasons(reasons: Mapping[str, int]) -> tuple[ReportNumber, ...]:
    """The reasons to review articles, the most frequent first."""
    ordered = sorted(reasons.items(), key=lambda item: -item[1])
    return tuple(
        ReportNumber(number, reason.capitalize(), reason.replace(" ", "-"), _MEANINGS[reason])
        for reason, number in ordered
    )


def rule_hints(corpus: str, summary: ReportSummary, without_outlet: int) -> tuple[RuleHint, ...]:
    """The rules that would settle what is doubtful or unknown in the folder `corpus`."""
    key = json.dumps(corpus, ensure_ascii=False)
    hints = []
    if without_outlet:
        reason = f"{without_outlet:,} article{'' if without_outlet == 1 else 's'} without a known outlet"
        lines = (f"[outlets.{key}]", '"FOLDER" = "OUTLET"')
        hints.append(RuleHint(reason, urls.search("source:none"), lines))
    if guessed := summary.reasons.get("encoding guessed"):
        reason = f"{guessed:,} article{'' if guessed == 1 else 's'} in a guessed encoding"
        lines = (f"[encodings.{key}]", '"FILE OR FOLDER" = "windows-1252"')
        hints.append(RuleHint(reason, urls.report(only="encoding-guessed"), lines))
    return tuple(hints)
