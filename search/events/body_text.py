"""Take the text of an article that tells of its event, without boilerplate and bylines."""

from search.types.article import Article

MOST = 30_000
"""Code points of an article that are used: news begins with what happened."""
_EVENT_ZONES = frozenset(("body", "headline", "standfirst", "caption"))


def body_text(article: Article) -> str:
    """The beginning of an article's text, with line breaks in place of boilerplate, timestamps, bylines and repeats of
    the headline. The rest keeps its offsets. Linear."""
    parts: list[str] = []
    position = 0
    for zone in article.zones:
        if zone.kind not in _EVENT_ZONES or zone.repeats(article.title):
            parts += article.text[position : zone.start], "\n" * (zone.end - zone.start)
            position = zone.end
    return "".join((*parts, article.text[position:]))[:MOST]
