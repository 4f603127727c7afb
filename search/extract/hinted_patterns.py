"""Expressions with hints. A hint stands in each text that its expression matches, so most texts need no expression."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from search.kernels import chosen_kind, kernels

if TYPE_CHECKING:
    from search.kernels.interface.line_signs import Parts


class HintedPatterns:
    """Expressions by their hints. All hints are looked for in one pass."""

    def __init__(self, expressions: Mapping[str, re.Pattern[str]]) -> None:
        self._expressions = expressions
        self._hints: dict[str, Parts] = {}

    def match(self, text: str) -> bool:
        """Whether a text has a hint whose expression it matches."""
        kind = chosen_kind()
        hints = self._hints.get(kind)
        if hints is None:
            hints = self._hints[kind] = kernels(kind).Parts(dict.fromkeys(self._expressions, 1))
        if not hints.find(text, 0, len(text)):
            return False  # most texts
        return any(hint in text and expression.search(text) for hint, expression in self._expressions.items())


def hinted(expressions: Mapping[str, str]) -> HintedPatterns:
    """Expressions by their hints, compiled. They match without regard to case, and hints stand as they are written."""
    return HintedPatterns({hint: re.compile(each, re.IGNORECASE) for hint, each in expressions.items()})
