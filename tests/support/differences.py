"""Where two values differ that should be the same."""

import math
from dataclasses import fields, is_dataclass
from typing import Any


def difference(first: Any, second: Any, tolerance: float = 1e-9) -> str:
    """Where two values of dataclasses, dictionaries, sequences and numbers differ; empty where they do not. Numbers may
    differ by `tolerance`."""

    def within(one: Any, other: Any) -> str:
        return difference(one, other, tolerance)

    if isinstance(first, float) and isinstance(second, float):
        return "" if math.isclose(first, second, rel_tol=tolerance, abs_tol=tolerance) else f"{first} and {second}"
    if is_dataclass(first) and type(first) is type(second):
        names = [field.name for field in fields(first)]
        return within(*({name: getattr(value, name) for name in names} for value in (first, second)))
    if isinstance(first, dict) and isinstance(second, dict) and first.keys() == second.keys():
        return next((f"{key}: {found}" for key in first if (found := within(first[key], second[key]))), "")
    if isinstance(first, list | tuple) and isinstance(second, list | tuple) and len(first) == len(second):
        return next((found for pair in zip(first, second, strict=True) if (found := within(*pair))), "")
    return "" if first == second else f"{first} and {second}"
