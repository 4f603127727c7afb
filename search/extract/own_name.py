"""Tell whether a name is the one of the site itself: behind its title, in what it says of itself, in its addresses.

A copyright line or a credit alone does not say so. It may be one of the parent company, or may have come with a text
of another outlet.
"""

import re

from search.extract.draft import Draft
from search.extract.line_shapes import count_words, line_key
from search.extract.outlet_suffix import SEPARATOR, named_by_host, title_endings
from search.extract.patterns import load_patterns

_FEWEST_WORDS = 3
"""Words of the shortest first line that is a title before the name of a site, and not a menu."""
_BELOW_BODY = 4
"""Lines below the body whose addresses may be those of its author or of the outlet that it came from."""
_ARTICLES = re.compile(r"(?:the|der|die|das|le|la|les|el|il) ", re.IGNORECASE)
_OF_ITSELF = re.compile(
    r"(?:^|[|•·»])\W*(?:about|contact|subscribe to|sign up for|join|support(?:ing)?|advertise (?:in|on|with)|welcome to"
    r"|search|download|über|abonnieren?|abonnez-vous (?:à|au)|à propos (?:de|du)|suscríbete a|sobre|assine|chi è) "
    r"(?:(?:the|die|der|das|le|la|el|o|a) )?\Z"
)
"""Matches words before the name of the site."""
_OF_OURS = re.compile(
    r" (?:newsletters?|apps?|logo|home ?page|store|staff|e-?paper|e-edition|podcasts?|subscribers?|subscriptions?|abo"
    r"|abonnement)\b"
)
"""Matches words behind it."""
_LETTER = re.compile(r"\w")
_DISTRIBUTED = re.compile(
    r"distributed by|syndicat|(?:re)?printed with|republished|with permission|by permission|\bvisit\b|-wire\b"
    r"|licen[sc]ed",
    re.IGNORECASE,
)


def is_distributed(line: str) -> bool:
    """Whether a line says that a text went from its outlet to others: "Distributed by", "Visit the Herald at"."""
    return _DISTRIBUTED.search(line) is not None


def is_behind_title(draft: Draft, name: str) -> bool | None:
    """Whether a name stands behind the title in the first line; None if no name does."""
    names = _names_behind_title(draft)
    outlets = load_patterns(draft.options.own_patterns).outlets
    return _key(name) in {_key(outlets.get(other, other)) for other in names} if names else None


def says_its_name(draft: Draft, name: str) -> bool:
    """Whether a line beside the body says "About Quay Gazette", "Quay Gazette newsletter" and so on, or a whole page
    has a web or mail address with this name, away from its body. Linear in the text.

    Copyright lines do not count, nor what stands directly below a body: they may have come with a text from elsewhere.
    """
    key, small = _key(name), name.casefold()
    if article := _ARTICLES.match(small):
        small = small[article.end() :]
    first, last = draft.body[0], draft.body[1] + _BELOW_BODY
    for number, line in enumerate(draft.lines):
        text = line.text.casefold()
        if line.is_body or is_distributed(text) or "©" in text or "copyright" in text:
            continue
        if small in text and _speaks_of_itself(text, small):
            return True
        is_away = draft.is_whole_page and not first <= number < last
        if is_away and "." in text and key in line_key(text) and named_by_host(text, key):
            return True
    return False


def _speaks_of_itself(text: str, name: str) -> bool:
    """Whether words such as "About" stand before a name in a line, or words such as "newsletter" behind it."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        is_whole = not (_LETTER.match(text, end) or text[end : end + 1] in ("'", "’"))
        if is_whole and _OF_ITSELF.search(text, 0, at):
            return True
        if _OF_OURS.match(text, end) and not _LETTER.match(text, at - 1, at):
            return True
        at = text.find(name, at + 1)
    return False


def _names_behind_title(draft: Draft) -> list[str]:
    """What stands behind the title in the first line, the last two parts; none if that line is no title with a name."""
    first = next((line.text for line in draft.lines if line.text), "")
    endings = title_endings(first)
    if not endings or count_words(first[: -len(endings[0])]) < _FEWEST_WORDS:
        return []
    return [name for name in SEPARATOR.split(endings[0]) if name]


def _key(name: str) -> str:
    """A name to compare with others, without its article."""
    return line_key(_ARTICLES.sub("", name, count=1) if _ARTICLES.match(name) else name)
