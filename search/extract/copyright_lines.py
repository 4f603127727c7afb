"""Parse copyright lines: who has the rights."""

import re
from typing import NamedTuple

from search.extract.credit_names import is_of_company, leading_name, news_name, whole_name
from search.extract.own_name import is_distributed
from search.extract.patterns import Patterns

_YEARS = r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:\d\d){1,2})?"
_COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|copyright)(?:\s*(?:©|\(c\)))?[\s,:]*(?P<year>{_YEARS})?[\s,|:-]*(?:by\s+)?(?:(?-i:the)\s+)?",
    re.IGNORECASE,
)
_OF_PICTURE = re.compile(
    r"\b(?:photo|photograph|picture|pic|image|foto|bild|illustration|video|фото)s?(?: by [\w ]{1,40})?[^\w\n]*$",
    re.IGNORECASE,
)
"""The words before a copyright line of a picture: "Photo: © 2031 Merrow Press"."""
_TEMPLATE = re.compile(r"\b(?:WordPress|Theme|Template)\b", re.IGNORECASE)
"""What stands behind the name of the template that a site is made with."""
PHOTOGRAPHER = re.compile(r"(?:/[A-Z]+ \([^()]{2,20}\)| ?\))? ?/ ?[^\W\d_]+ [^\W\d_]")
"""Matches what follows an agency in the credit of a picture: "© AFP / Ann Roe"."""
_BEFORE = 60
"""Code points before boilerplate in which such words are looked for."""


class RightsHolder(NamedTuple):
    """A name in a copyright line. `is_weak` is true if pages of other outlets have such a line too."""

    name: str
    is_weak: bool


def rights_holder(text: str, patterns: Patterns, *, is_at_end: bool) -> RightsHolder | None:
    """The name in a copyright line; None if it is another line. A line without a year counts only at the end of the
    text: it mostly belongs to a picture."""
    small = text.lower()
    if not ("©" in small or "(c)" in small or "copyright" in small):
        return None  # most lines; to ask for these words first is much faster than the expression
    match = _COPYRIGHT.search(text)
    if not match or not (match["year"] or (is_at_end and not match.start())):
        return None
    if is_of_picture(text, match.start()):
        return None
    before, rest = text[: match.start()].rstrip(" ,|-"), text[match.end() :]
    name = leading_name(rest, patterns) or whole_name(before, patterns)
    if _TEMPLATE.search(rest) or (not match["year"] and PHOTOGRAPHER.match(rest.removeprefix(name))):
        return None
    name = news_name(name, patterns)
    return RightsHolder(name, not is_at_end or is_weak_line(name, rest, text)) if name else None


def is_weak_line(name: str, rest: str, line: str) -> bool:
    """Whether a copyright line with a name at the beginning of its rest is of a company, or of a distributed text."""
    return is_of_company(name, rest) or is_distributed(line)


def is_of_picture(text: str, start: int) -> bool:
    """Whether the words before `start` make what follows the credit of a picture: "Photo: © 2031 Merrow Press"."""
    return _OF_PICTURE.search(text, max(0, start - _BEFORE), start) is not None
