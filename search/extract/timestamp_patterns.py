"""Build the regular expression for the parts of a timestamp from the patterns."""

import re

from search.extract.patterns import Patterns, alternatives

_YEAR = r"(?:19|20)\d\d"


def timestamp_token(patterns: Patterns) -> re.Pattern[str]:
    """A regular expression for a date, a time, a label, a day of the week or a filler."""
    zone = alternatives(patterns.zones)
    zone = rf"(?:(?:UTC|GMT) ?)?[+-]\d\d?(?::?\d\d)?|{zone}|ET|CT|PT"
    second = r"(?::(?P<second2>\d\d)(?:\.\d+)?)?"
    time = (
        rf"(?<!\d)(?P<hour>\d\d?)(?:[:.h](?P<minute>\d\d){second}(?!\d)|(?= ?[ap]\.?m\b))"
        rf" ?(?P<half>[ap]\.?m\.?(?![a-z]))?(?: ?\(?(?P<zone>{zone})(?![a-z])\)?)?"
    )
    return re.compile(
        r"(?=\d|(?<!\w))(?:"  # inside a word only a digit can begin one; to ask first is faster
        rf"{_date(patterns)}|(?P<relative>(?<!\w)(?:{'|'.join(patterns.relative)})(?!\w))|(?P<time>{time})"
        rf"|(?P<published>(?<!\w)(?:{alternatives(patterns.published)})(?!\w))"
        rf"|(?P<updated>(?<!\w)(?:{alternatives(patterns.updated)})(?!\w))"
        rf"|(?P<weekday>(?<!\w)(?:{alternatives(patterns.weekdays)})(?!\w))"
        rf"|(?P<filler>(?<!\w)(?:{alternatives(patterns.fillers)})(?!\w)))",
        re.IGNORECASE,
    )


def _date(patterns: Patterns) -> str:
    """A regular expression for a day.

    Its groups are y1 m1 d1, d2 m2 y2, m3 d3 y3, or n1 n2 y4; and without a year d5 m5, m6 d6, or m7 d7.
    """
    month = alternatives(patterns.months)
    clock = r"(?:T(?P<clock>\d\d:\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?P<offset>Z|[+-]\d\d:?\d\d)?)?"
    day, th = r"[0-3]?\d", "(?:st|nd|rd|th|er)?"
    return "|".join(
        (
            rf"(?<!\d)(?P<y1>{_YEAR})(?:[-/.年]|년 ?)(?P<m1>\d\d?)(?:[-/.月]|월 ?)(?P<d1>\d\d?)[日일]?(?!\d){clock}",
            rf"(?<!\d)(?P<d2>{day}){th}[.º]?[ -]?(?:of |de )?(?P<m2>{month})\.?,?[ -](?:del? )?(?P<y2>{_YEAR})(?!-?\d)",
            rf"(?<!\w)(?P<m3>{month})\.? ?(?P<d3>{day}){th},? (?P<y3>{_YEAR})(?!-?\d)",
            rf"(?<![\d/.-])(?P<n1>{day})(?P<s>[/.-])(?P<n2>{day})(?P=s)(?P<y4>{_YEAR}|\d\d)(?![\d/])",
            rf"(?<!\d)(?P<d5>{day}){th}[.º]?[ -]?(?:of |de )?(?P<m5>{month})(?!\w)\.?",
            rf"(?<!\w)(?P<m6>{month})\.? ?(?P<d6>{day}){th}(?!\w|[:.]\d)",
            r"(?<!\d)(?P<m7>\d\d?)(?:月|월 ?)(?P<d7>\d\d?)[日일]",
        )
    )
