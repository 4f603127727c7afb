"""Tell credits of books, films, pictures and other articles from the bylines of an article."""

import re

from search.extract.draft import Draft
from search.extract.patterns import Patterns

OF_PICTURE = re.compile(r"[ ,/|(]+(?:AFP/)?(?:Getty|Shutterstock|iStock|Alamy|Imago|imago|EPA\b|AP Photo)")
"""Matches what stands behind the name of a photographer."""
OF_PLAYER = re.compile(r"\W*(?:audio|video|podcast)\b", re.IGNORECASE)
"""Matches the beginning of a line on a recording, whose day and author are its own."""
OTHER_WORK = re.compile(
    r"[\s,.;|]*(?:\w+ )?(?:photo\w*|illustrat\w+|edited|editing|review\w+|checked|translat\w+|video|graphics?|produced"
    r"|updated) by\b",
    re.IGNORECASE,
)
"""Matches what others did: "Ann Roe Medically reviewed by Ben Orr"."""
_PAGES = re.compile(r"\d ?(?:pages?|pp|p\.(?! ?m)|seiten|págs?|páginas|pagine|sider|sidor|stron)\b", re.IGNORECASE)
"""Matches the number of pages of a book."""
OF_BOOK = re.compile(rf"{_PAGES.pattern}|[$£€] ?\d|\([^()\d]+[,;:] (?:19|20)\d\d\)", re.IGNORECASE)
"""Matches what stands behind the author of a book: its pages, its price, its publisher and year."""
_AROUND_CREDIT = 3
"""Lines around a byline in which the credits of a film may stand."""
_LONGEST_DATA = 100
"""Code points of the longest line on the pages and the price of a book."""
_OF_FILM = re.compile(
    r"directed by|director:|music by|starring|stars:|screenplay by|lyrics by|regie\b|drehbuch\b|réalisé par"
    r"|dirigid[ao] por|regia\b|reżyseria|режисс[её]р",
    re.IGNORECASE,
)
"""Matches the beginning of a line on who made a film: "Directed by"."""


def is_of_other(draft: Draft, number: int, patterns: Patterns) -> bool:
    """Whether the lines around a byline make it one of a film, a book or an article that the page links to."""
    around = draft.lines[max(0, number - _AROUND_CREDIT) : number + _AROUND_CREDIT + 1]
    below = draft.lines[number + 1 : number + 2]
    return (
        any(map(_OF_FILM.match, (line.text for line in around)))
        or any(not line.is_body and len(line.text) <= _LONGEST_DATA and _PAGES.search(line.text) for line in below)
        or (number > 0 and patterns.is_links_heading(draft.lines[number - 1].text))
    )
