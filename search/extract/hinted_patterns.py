"""Expressions with hints. A hint stands in each text that its expression matches, so most texts need no expression."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from search.kernels import chosen_kind, kernels
from search.kernels.signs import MOST_SIGNS

if TYPE_CHECKING:
    from search.kernels.interface.line_signs import Parts


class HintedPatterns:
    """Expressions by their hints. All hints are looked for in one pass."""

    def __init__(self, expressions: Mapping[str, re.Pattern[str]]) -> None:
        self._expressions = tuple(expressions.items())
        self._bits = {hint: 1 << number % MOST_SIGNS for number, hint in enumerate(expressions)}
        self._hints: dict[str, Parts] = {}

    def match(self, text: str) -> bool:
        """Whether a text has a hint whose expression it matches."""
        kind = chosen_kind()
        hints = self._hints.get(kind)
        if hints is None:
            hints = self._hints[kind] = kernels(kind).Parts(self._bits)
        found = hints.find(text, 0, len(text))
        while found:  # few texts have several hints
            number = found.bit_length() - 1
            for hint, expression in self._expressions[number::MOST_SIGNS]:
                if hint in text and expression.search(text):
                    return True
            found ^= 1 << number
        return False


def hinted(expressions: Mapping[str, str]) -> HintedPatterns:
    """Expressions by their hints, compiled. They match without regard to case, and hints stand as they are written."""
    return HintedPatterns({hint: re.compile(each, re.IGNORECASE) for hint, each in expressions.items()})
