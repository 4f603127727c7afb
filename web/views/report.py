"""The page that shows how the files were read."""

from itertools import islice

from flask import Blueprint, request

from search import unread_line
from web.context import searcher
from web.params import report_params
from web.presenters.report import file_types, report_numbers, review_reasons, rule_hints
from web.render import page

blueprint = Blueprint("report", __name__)

_ROWS = 50  # files on a page


@blueprint.get("/report")
def report() -> str:
    """A page of files, with their articles and what needs review."""
    params = report_params(request)
    files = searcher().report(params.part, params.only)
    first = (params.page - 1) * _ROWS
    rows = list(islice(files.rows(first), _ROWS + 1))
    return page(
        "report.html",
        params=params,
        report=files,
        numbers=report_numbers(files.summary),
        reasons=review_reasons(files.summary.reasons),
        rules=rule_hints(searcher().status().corpus, files.summary, searcher().search("source:none", size=1).total),
        not_read=unread_line(files.unread),
        types=file_types(files.summary),
        rows=rows[:_ROWS],
        first=first,
        more=len(rows) > _ROWS,
    )
