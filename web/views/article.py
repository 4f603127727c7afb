"""The page of an article, and its plain text."""

from flask import Blueprint, Response, request

from web.caching import until_updated
from web.context import searcher
from web.params import reading_params
from web.presenters import results
from web.presenters.article import ArticlePage
from web.render import page

blueprint = Blueprint("article", __name__)


@blueprint.get("/articles/<article_id>")
@until_updated
def article(article_id: str) -> str:
    """An article with numbered hits; with `view=plain` its whole file."""
    params = reading_params(request)
    view = searcher().article(article_id, params.search.q, hit=params.hit)
    article_page = ArticlePage(view, params, searcher().file_text(article_id) if params.plain else None)
    duplicates = results.near_duplicates(article_id, searcher().duplicates(article_id), article_page.links)
    listed = {shown.duplicate.id for shown in duplicates}
    return page(
        "article.html",
        view=view,
        article=article_page,
        links=article_page.links,
        citation=article_page.citation(request.host_url),
        kept=tuple(params.search.kept()),
        duplicates=duplicates,
        similar=[article for article in searcher().similar(article_id) if article.id not in listed],
    )


@blueprint.get("/articles/<article_id>/text")
@until_updated
def text(article_id: str) -> Response:
    """The text of an article's file, as plain text."""
    return Response(
        "".join(searcher().file_text(article_id)).encode("utf-8", "backslashreplace"), mimetype="text/plain"
    )
