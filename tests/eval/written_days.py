"""Whether a text states a day in any usual form: in digits, or with the name of the month in many languages."""

import re
from datetime import date
from functools import cache

_MONTHS = (
    "jan ene gen янв січ sty led ιαν oca oc jaan tammi يناير जनवरी ম janv sij",
    "feb fév fev févr фев лют lut úno φεβ şub veebr helmi فبراير फ़रवरी फरवरी vel",
    "mar mär mrz maa maart márc мар бер březen břez μαρ märts maalis مارس मार्च ožu",
    "apr avr abr мая апр кві kwi dub απρ nis huhti أبريل अप्रैल tra",
    "may mai mag mei maj май мая тра kvě μαΐ μάι máj toukо touko مايو मई svi",
    "jun juin giu июн чер cze čer ιουν haz kesä juuni يونيو जून lip",
    "jul juil lug июл лип lip červenec července ιουλ tem heinä juuli يوليو जुलाई srp",
    "aug ago aoû aout авг сер sie srp αυγ ağu elo agu أغسطس अगस्त kol",
    "sep set сен вер wrz zář σεπ eyl syys سبتمبر सितंबर सितम्बर ruj",
    "oct okt ott out окт жов paź říj οκτ eki loka أكتوبر अक्टूबर lis",
    "nov ноя лис lis νοε kas marras نوفمبر नवंबर stu",
    "dec dez dic déc des дек гру gru pro δεκ ara joulu detsem دسمبر ديسمبر दिसंबर पro",
)


@cache
def _forms(day: date) -> re.Pattern[str]:
    year = rf"(?:{day.year}|[’']?{day.year % 100:02})(?!\d)"
    month, number = rf"0?{day.month}", rf"(?<!\d)0?{day.day}"
    name = "(?:" + "|".join(map(re.escape, _MONTHS[day.month - 1].split())) + r")[^\W\d_]*\.?"
    gap = r"[\s.,/·•|-]{1,4}"
    return re.compile(
        "|".join(
            (
                rf"{number}\s?[./-]\s?{month}\s?[./-]\s?{year}",
                rf"(?<!\d){month}\s?[./-]\s?0?{day.day}\s?[./-]\s?{year}",
                rf"{day.year}\s?[./年년-]\s?{month}\s?[./月월-]\s?0?{day.day}(?!\d)",
                rf"{day.year}{day.month:02}{day.day:02}",
                rf"{number}(?!\d)(?:st|nd|rd|th|er|º|ª|\.)?{gap}?(?:(?:de|of|d’|d')\s)?{name}{gap}?(?:(?:de|del|of)\s)?{year}",
                rf"{name}{gap}?0?{day.day}(?:st|nd|rd|th)?{gap}{year}",
                rf"{day.year}{gap}?{name}{gap}?0?{day.day}(?!\d)",
            )
        ),
        re.IGNORECASE,
    )


def is_written(day: date, text: str) -> bool:
    """Whether a text states a day."""
    return bool(_forms(day).search(text))
