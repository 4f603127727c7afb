"""The page with all coverage of a story."""

from flask import Blueprint

from web.caching import until_updated
from web.context import searcher
from web.presenters.story import shown_story
from web.render import page

blueprint = Blueprint("stories", __name__)


@blueprint.get("/stories/<article_id>")
@until_updated
def story(article_id: str) -> str:
    """The articles about the same event as one article."""
    view = searcher().story(article_id)
    return page("story.html", story=view, shown=shown_story(view))
