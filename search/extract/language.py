"""Find the language, by common words at the beginning of the body, or by the script."""

import re

from search.extract.draft import Draft
from search.extract.languages import LANGUAGES
from search.extract.line_shapes import first_body_line
from search.extract.patterns import load_patterns

_SAMPLE = 280
"""Code points that are examined."""
_FEWEST_WORDS = 3
"""Different common words of a language that the sample has to have."""
_ENOUGH_DISTINCTIVE = 5
"""Different words of one language alone that leave no doubt."""
_SCRIPTS = tuple((re.compile(language.script), language.code) for language in LANGUAGES if language.script)
_FEWEST_CHARACTERS = 20
"""Characters of a script that the sample has to have."""


def find_language(draft: Draft) -> Draft:
    """Find the language. Finds none if there are too few words, or two languages fit. Examines 280 code points."""
    body = first_body_line(draft)
    start = draft.lines[body].start if body < len(draft.lines) else 0
    sample = draft.text[start : start + _SAMPLE]
    words = set(sample.lower().split())
    patterns = load_patterns(draft.options.own_patterns)
    for code, distinctive in patterns.distinctive_words.items():
        if len(words & distinctive) >= _ENOUGH_DISTINCTIVE:
            return draft._replace(language=code)
    votes = sorted((len(words & common), code) for code, common in patterns.languages.items())
    (second_votes, _), (first_votes, first) = votes[-2:]
    if first_votes >= _FEWEST_WORDS and first_votes > second_votes * 1.3:
        return draft._replace(language=first)
    return draft if sample.isascii() else draft._replace(language=_by_script(sample))


def _by_script(sample: str) -> str:
    """The language of the script that the sample has enough of; empty if there is none."""
    for expression, code in _SCRIPTS:
        if len(expression.findall(sample)) >= _FEWEST_CHARACTERS:
            return code
    return ""
