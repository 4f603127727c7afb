"""Make search/extract/date_words.txt from Unicode CLDR, which Babel carries.

    python -m tests.eval.date_words > search/extract/date_words.txt
    python -m tests.eval.date_words days > tests/unit/extract/days_of_languages.txt

Needs the optional dependencies `cldr`. A line has a kind, a number or a language, and words: the names of a month or
of a day of the week, counted from 1 and from Monday; the names of the first (0) or second (12) half of the day;
`other` names that are different months in different languages, with the language, the number and the name; and the
languages that write the day before the month in numbers. The other file has a day of each month as each language
writes it, in the full form of CLDR or in the medium one.
"""

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import product

from babel import Locale, __version__
from babel.dates import format_date

from search.extract.date_words import word_key

LANGUAGES = (
    "en es fr de pt it nl ru uk be pl cs sk sl hr sr bs mk bg hu ro sq el tr az kk ka hy ar fa he ur hi bn mr ne pa gu"
    " ta te kn ml th vi id ms fil ja ko zh sv da nb fi et lv lt is ca gl af"
)
VARIANTS = {"ar": ("ar_SY", "ar_DZ", "ar_MA"), "sr": ("sr_Latn",), "nb": ("nn",), "zh": ("zh_Hant",), "de": ("de_AT",)}
WITH_PREFIX = {"he": "ב", "ca": "d"}
"""What is written in one word with a month: במאי, d'agost."""
_LONGEST_SHORT_FORM = 2
_SHORT = ("LATIN", "CYRILLIC")
"""Scripts whose single letters are no names: M, V."""


def words(language: str) -> Iterator[tuple[str, int, str]]:
    """The words of a language: kind, number and key."""
    for code in (language, *VARIANTS.get(language, ())):
        locale = Locale.parse(code)
        for context, width in product(("format", "stand-alone"), ("wide", "abbreviated")):
            for month, form in locale.months[context][width].items():
                name = form.removeprefix("de ").removeprefix("d’")
                yield from _keys("month", month, name)
                if language in WITH_PREFIX and len(name) > _LONGEST_SHORT_FORM:
                    yield from _keys("month", month, WITH_PREFIX[language] + name)
            for weekday, name in locale.days[context][width].items():
                yield from _keys("weekday", weekday + 1, name)
                if language == "th":
                    yield from _keys("weekday", weekday + 1, f"{name}ที่")  # the ...th
        for width, (period, hours) in product(("wide", "abbreviated", "narrow"), (("am", 0), ("pm", 12))):
            name = locale.day_periods["format"].get(width, {}).get(period, "").replace("\u202f", "").replace("\xa0", "")
            if len(word_key(name)) > _LONGEST_SHORT_FORM or not name.isascii() or word_key(name) in ("am", "pm"):
                yield from _keys("half", hours, name)


def _keys(kind: str, number: int, name: str) -> Iterator[tuple[str, int, str]]:
    key = word_key(name)
    is_letter = len(key) < 2 and unicodedata.name(key, "LATIN").startswith(_SHORT)
    if not is_letter and not any(map(str.isdigit, key)):  # the parser knows 5月 and tháng 5
        yield kind, number, key


def lines() -> Iterator[str]:
    """The lines of the table."""
    meanings: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for language in LANGUAGES.split():
        for kind, number, key in words(language):
            meanings[kind, key][language] = number
    rows = defaultdict(set)
    for (kind, key), numbers in meanings.items():
        if len(set(numbers.values())) == 1:
            rows[kind, next(iter(numbers.values()))].add(key)
        elif kind == "month":
            yield from (f"other|{language} {number} {key}" for language, number in sorted(numbers.items()))
    yield from (f"{kind}|{number}|{'|'.join(sorted(keys))}" for (kind, number), keys in sorted(rows.items()))
    patterns = {code: Locale.parse(code).date_formats["short"].pattern.casefold() for code in LANGUAGES.split()}
    day_first = (code for code, pattern in patterns.items() if -1 < pattern.find("d") < pattern.find("m"))
    yield f"order|dmy|{'|'.join(sorted(day_first))}"


def days() -> Iterator[str]:
    """A day of each month in each language: the language, the day as ISO 8601, and its words."""
    for language, month in product(LANGUAGES.split(), range(1, 13)):
        day = date(2024, month, month * 7 % 28 + 1)
        words = format_date(day, "full" if month % 2 else "medium", locale=language)
        yield f"{language}|{day.isoformat()}|{words}"


if __name__ == "__main__":
    if sys.argv[1:] == ["days"]:
        sys.stdout.writelines(f"{line}\n" for line in days())
        sys.exit()
    sys.stdout.write(
        f"# Words of dates. Made by tests/eval/date_words.py from Unicode CLDR, with Babel {__version__}.\n"
        "# Unicode License v3: see date_words-license.txt.\n"
    )
    sys.stdout.writelines(f"{line}\n" for line in sorted(lines()))
