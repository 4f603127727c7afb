"""Tell whether a line may be the headline of another article in the same file, by its form alone."""

import operator
import re
from bisect import bisect_left
from itertools import islice, takewhile

from search.extract.bylines import OF_BYLINE, parse_byline
from search.extract.draft import Draft, Line
from search.extract.line_shapes import CLOSING, is_title
from search.extract.patterns import Patterns
from search.extract.written_days import has_year
from search.kernels.signs import COLON, ENDS_SENTENCE, LETTER
from search.lazy_pattern import lazy_pattern

_START = operator.attrgetter("start")
_FEWEST_WORDS = 3
_SHORTEST_UNSPACED = 8
"""Code points of the shortest headline in a script that puts no spaces between words."""
_LONGEST, _LONGEST_DATED = 150, 250
"""Code points of the longest headline, and of the longest one above a day."""
_NO_END = frozenset("、，；：。،।")
_NO_DATED_END = frozenset(".,;:") | _NO_END
_MOST_WORDS_OF_NAME = 4
_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", "「": "」", "『": "』"}
_SENTENCE_ENDS = frozenset('.?!…。！？।)"”’»')
_OTHER_BEGINNING = lazy_pattern(
    r"[-–—~+|<>,;:.]|[\[(].*[\])]$"
    r"|[#№]? ?[(\[]?(?:\d{1,3}|[ivx]{1,4}|[A-Z])[.):\]]\s|#\d|\d+\s*[|/–—-]\s"
    r"|(?:step|rule|tip|day|part|chapter|question) \d",
    re.IGNORECASE,
)
"""What no headline begins with: the dash before a speaker or a source, or the number of an entry in a list."""
_PICTURE_END = r"\b(?: ?[/|–-]| Images?|$)"
_OTHER = lazy_pattern(
    r"https?://|www\.|@\w|#\w+$|↑|→|►|▶|©|\((?<!\w\()c\) |Credit: ?\w|credit: ?\w|Copyright|copyright"
    r"|/(?:AFP|AP|EPA|dpa|Reuters|Getty)|p(?<!\wp)ic(?:\.twitter|tured\b)"
    r"|A(?<!\wA)F?P(?:/| Photo)|E(?<!\wE)PA(?:/| Photo)|d(?<!\wd)pa(?:/| Photo)|R(?<!\wR)(?:euters|EUTERS)(?:/| Photo)"
    rf"|G(?<!\wG)(?:etty|ETTY){_PICTURE_END}|S(?<!\wS)hutterstock{_PICTURE_END}|i(?<!\wi)(?:Stock|mago){_PICTURE_END}"
    rf"|I(?<!\wI)mago{_PICTURE_END}|C(?<!\wC)ontributor{_PICTURE_END}"
)
"""What no headline has: an address, the name of an account, a credit. Each alternative begins with a code point of its
own, and looks behind only then. So only these are looked for, which is three times as fast."""
_ELLIPSES = ("...", "…")
_SPEAKER = lazy_pattern(r"([^\W\d_][^:?!]{0,40}):\s")


def may_be_headline(
    draft: Draft, number: int, patterns: Patterns, *, any_end: bool = False, above_day: bool = False
) -> bool:
    """Whether a line may be the headline of an article: a separate line of three words or more that is no caption,
    credit, byline, quotation or entry of a list, and that no speaker says. With `any_end` it may end like a sentence.

    With `above_day` it may be longer, a question, a quotation, or cut off with an ellipsis, but no sentence of prose.
    """
    line = draft.lines[number]
    text = line.text
    if not 0 < len(text) <= (_LONGEST_DATED if above_day else _LONGEST) or number in draft.zones_by_line:
        return False
    if above_day and not text.endswith(_ELLIPSES) and _ends_prose(line):
        return False
    if not above_day and not any_end and (not is_title(line) or text[-1] in _NO_END):
        return False
    is_long_enough = len(text.split(maxsplit=_FEWEST_WORDS - 1)) == _FEWEST_WORDS or (
        not text.isascii() and len(text) >= _SHORTEST_UNSPACED and text.upper() == text.lower()
    )
    if not is_long_enough or not _is_separate(draft, number):
        return False
    if not line.signs & LETTER or (not above_day and (text.endswith(_ELLIPSES) or _is_quotation(text))):
        return False
    if _OTHER_BEGINNING.match(text) or _OTHER.search(text):
        return False
    is_dated = draft.line_kind(number + 1) == "stamp"  # what a speaker says is not
    if (
        not is_dated
        and line.signs & COLON
        and (speaker := _SPEAKER.match(text))
        and _occurs_twice(draft.text, f"\n{speaker[1]}:")
    ):
        return False
    is_byline = line.signs & OF_BYLINE and parse_byline(text, patterns)
    return not (is_byline or patterns.is_caption(line) or patterns.contributed.match(text))


def is_day(draft: Draft, number: int) -> bool:
    """Whether a line is a day with a year, and nothing else."""
    if draft.line_kind(number) != "stamp":
        return False
    line = draft.lines[number]
    first = bisect_left(draft.timestamps, line.start, key=_START)
    stamps = takewhile(lambda stamp: stamp.start < line.end, islice(draft.timestamps, first, None))
    return line.text[-1] not in ":：" and any(has_year(it.when) and not it.is_beside_words for it in stamps)


def _ends_prose(line: Line) -> bool:
    """Whether a line ends like one of prose, and not with an abbreviation such as U.S."""
    last = line.text.rstrip(CLOSING)[-1:]
    return last in _NO_DATED_END and (last != "." or line.signs & ENDS_SENTENCE > 0)


def is_name(text: str) -> bool:
    """Whether all words of a short line are capitalised, as those of a person's name are."""
    words = text.split()
    is_short = len(words) <= _MOST_WORDS_OF_NAME and ": " not in text
    return is_short and all(word[0].isupper() or not word[0].isalpha() for word in words)


def _occurs_twice(text: str, part: str) -> bool:
    """Whether a part occurs twice in a text. To count it would read all of the text for each line of a speaker."""
    first = text.find(part)
    return first >= 0 and text.find(part, first + 1) >= 0


def _is_separate(draft: Draft, number: int) -> bool:
    """Whether a line neither continues the line before it nor continues in the line after it."""
    text, before, line, following = draft.text, *draft.lines[number - 1 : number + 2]
    last = text[before.end - 1]
    if last == ":" or text[following.start].islower() or (line.text[0].islower() and not line.text[1:2].isupper()):
        return False
    ends = before.is_body or last in _SENTENCE_ENDS or number - 1 in draft.zones_by_line
    return ends or text.count("\n", before.end, line.start) > 1


def _is_quotation(text: str) -> bool:
    """Whether a line is a quotation as a whole, or begins with one that does not end in it or stands before its end."""
    closing = _QUOTES.get(text[0])
    if not closing:
        return text[-1] in "”»" and not any(quote in text for quote in "“„«")
    end = max(text.rfind(quote, 1) for quote in closing)
    return end < 0 or end >= len(text) - 2
