"""The regular expressions for the parts of a timestamp. Names of months and other words are looked up, not matched."""

import re

from search.lazy_pattern import lazy_pattern

_PUNCTUATION = (
    r"!-@\[-`{-\xa9\xab-\xb9\xbb-\xbf\xd7\xf7،؛؟।॥\u200e\u200f\u2010-\u206f\u3000-\u3004\u3008-\u303f\uff00-\uff20"
)
_LETTER = rf"[^\s0-9{_PUNCTUATION}]"
_JOINER = r"['’ʼ׳־\u200c-]"
WORD = lazy_pattern(
    r"[A-Z]?[a-z]++(?=[\s0-9,:;/|)]|$)"  # most words; the rest takes four times as long
    rf"|(?:{_LETTER}{{1,2}}\.){{2,3}}(?!{_LETTER})"  # a.m., พ.ค.
    r"|[A-Z]+(?=[A-Z][a-z]{2})"
    rf"|{_LETTER}(?:(?:(?<=[a-zß-ÿ])(?![A-Z])|(?<![a-zß-ÿ]))(?:{_LETTER}|{_JOINER}(?={_LETTER})))*"
)
"""A word. A capital letter begins another if a small one stands before or behind it: ReadUpdated, GMTUpdated."""
LETTERS = lazy_pattern(rf"{_LETTER}+")
_YEAR = r"(?:19|20|25)[0-9]{2}"
_GLUED = r"(?:(?![0-9])|(?=[0-9]{1,2}(?:[:.h/][0-9]{2}|\.?\s?[^\W0-9_])))"
"""What may follow a year: no digit, or a time or another day that ran together with it: 202010:43."""
_CLOCK = r"[0-9]{2}:[0-9]{2}"

TOKEN = lazy_pattern(
    rf"""
    (?=[0-9元令平昭民]|\ [0-9元])(?:  # most words are passed over here, and most blanks
    (?P<y1>{_YEAR}|1[34][0-9]{{2}})(?:(?P<s1>[-/.])\ ?)(?P<m1>[0-9]{{1,2}})(?P=s1)\ ?(?P<d1>[0-9]{{1,2}})(?![0-9])\.?
      (?:T(?P<clock>{_CLOCK})(?::(?P<second>[0-9]{{2}})(?:[.,][0-9]+)?)?(?P<offset>Z|[+-][0-9]{{2}}:?[0-9]{{2}})?)?
    | (?P<era>令和|平成|昭和|民國|民国)?\ ?(?P<y2>[0-9]{{1,4}}|元)\ ?[年년]\ ?(?P<m2>[0-9]{{1,2}})\ ?[月월]
      \ ?(?P<d2>[0-9]{{1,2}})\ ?[日일号號]?(?![0-9])
    | (?P<m3>[0-9]{{1,2}})\ ?[月월]\ ?(?P<d3>[0-9]{{1,2}})\ ?[日일号號]
    | (?<![/.])(?<![0-9]-)(?<!\bv)(?P<d4>[0-3]?[0-9])(?P<s4>\u200f?(?:\.\ ?|[/-]))(?P<m4>[0-9]{{1,2}})(?P=s4)
      (?P<y4>{_YEAR}{_GLUED}|[0-9]{{2}}(?![0-9/]|\.[0-9]))(?!-[0-9])\.?
    | (?<![.,])(?P<hour>[0-9]{{1,2}})(?:
        (?:[:.h]|\ h\ |\ ?[時时点點시]\ ?)(?P<minute>[0-9]{{2}})[分분]?
          (?::(?P<second2>[0-9]{{2}})(?:\.[0-9]+)?)?(?![0-9])
        | \ ?(?:[hH](?!\w)|[時时点點시])
        | (?=\ ?[aApP]\.?\ ?[mM]\b))
    | (?P<number>[0-9]+))
    | (?P<word>{WORD.pattern})
    """,
    re.VERBOSE,
)
"""A numeric day, a time, a number or a word."""

AFTER_CLOCK = lazy_pattern(
    r"(?:\s?(?P<half>[aApP]\.?\s?[mM]\.?(?![a-zA-Z])))?"
    r"(?:\s?\(?(?P<zone>(?:(?:UTC|GMT)\s?)?[+-][0-9]{1,2}(?::?[0-9]{2})?|[A-Za-z]{1,5}(?![a-z]))\)?)?"
)
"""What follows a time: am or pm, a time zone."""

MONTH_AFTER = lazy_pattern(
    r"(?i:st|nd|rd|th|er|re)?[.ºª°]?(?:\s|[-/,]\s?)?(?:(?i:de|of|di|dari|d)['’\s]\s?)?"
    rf"(?:(?i:tháng|thg)\s(?P<number>[0-9]{{1,2}})(?![0-9])|(?P<word>{WORD.pattern}))"
)
"""What follows the number of a day: a month."""
YEAR_AFTER = lazy_pattern(
    rf"[.,،]{{0,2}}\s?[-/,]?\s?(?:(?:de|del|of|năm|พ\.?ศ\.?|ค\.?ศ\.?)\s?)?(?P<year>{_YEAR}|1[34][0-9]{{2}}){_GLUED}(?!-[0-9])",
    re.IGNORECASE,
)
SAME_MONTH_AFTER = lazy_pattern(rf"\s?/\s?(?P<word>{WORD.pattern})")
"""What may follow a month in Arabic: its other name."""
SHORT_YEAR_AFTER = lazy_pattern(r"[.,]?\s?(?P<mark>['’])?(?P<year>[0-9]{2})(?![0-9:.h])")
DAY_AFTER = lazy_pattern(r"\.?,?\s?-?(?P<day>[0-3]?[0-9])(?![0-9]|[:.][0-9])(?:st|nd|rd|th|er)?(?!\w)")
"""What follows a month: a day."""
BEFORE_MONTH = lazy_pattern(
    rf"[-.,]?\s?(?:(?:m|gada|ж|թ|г)\.?\s)?(?:(?P<day>[0-3]?[0-9])\.?\s)?(?P<word>{WORD.pattern})"
)
"""What follows a year in languages that write it first: 2024. május 26., 2024. gada 26. maijs."""
