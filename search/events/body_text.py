"""What an article itself tells."""

from search.types.article import Article

MOST = 30_000
"""Code points of an article that are looked at: news begin with what happened."""
_ITS_OWN = frozenset(("body", "headline", "standfirst", "caption"))


def said(article: Article) -> str:
    """The beginning of an article's text, with line breaks for all that tells nothing of an event: boilerplate, stamps,
    bylines, a headline said once more. What is left stands where it stood. Linear."""
    kept: list[str] = []
    at = 0
    for zone in article.zones:
        if zone.kind not in _ITS_OWN or zone.repeats(article.title):
            kept += article.text[at : zone.start], "\n" * (zone.end - zone.start)
            at = zone.end
    return "".join((*kept, article.text[at:]))[:MOST]
