"""The language, by the common words in the first lines of the body, or by the script."""

import re

from search.extract.draft import Draft
from search.extract.languages import LANGUAGES
from search.extract.line_shapes import first_body
from search.extract.patterns import patterns

_SAMPLE = 280
"""Code points that are looked at."""
_LEAST = 3
"""Different common words that have to be there."""
_PLAIN = 5
"""Common words of no other language that leave no doubt."""
_SCRIPTS = tuple((re.compile(language.script), language.code) for language in LANGUAGES if language.script)
_MANY = 20
"""Characters of a script that have to be there."""


def find_language(draft: Draft) -> Draft:
    """Find the language; none where there is little to tell it by, or two are alike. Looks at 280 code points."""
    body = first_body(draft)
    start = draft.lines[body].start if body < len(draft.lines) else 0
    sample = draft.text[start : start + _SAMPLE]
    words = set(sample.lower().split())
    known = patterns(draft.how.patterns)
    for code, own in known.own_words.items():
        if len(words & own) >= _PLAIN:
            return draft._replace(language=code)
    votes = sorted((len(words & common), code) for code, common in known.languages.items())
    (next_most, _), (most, first) = votes[-2:]
    if most >= _LEAST and most > next_most * 1.3:
        return draft._replace(language=first)
    return draft if sample.isascii() else draft._replace(language=_by_script(sample))


def _by_script(sample: str) -> str:
    for expression, code in _SCRIPTS:
        if len(expression.findall(sample)) >= _MANY:
            return code
    return ""
