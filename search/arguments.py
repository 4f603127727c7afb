"""Arguments of public functions, looked at where they enter. What is wrong with one is a ValueError with a sentence."""

from collections.abc import Sequence


def check_number(name: str, value: object, least: int = 1, most: int | None = None) -> None:
    """Raises ValueError where `value` is no whole number from `least` to `most`."""
    if type(value) is not int or value < least or (most is not None and value > most):
        bounds = f"from {least:,} on" if most is None else f"from {least:,} to {most:,}"
        raise ValueError(f"{name} has to be a whole number {bounds}, not {value!r}.")


def check_choice(name: str, value: object, choices: Sequence[object]) -> None:
    """Raises ValueError where `value` is none of the choices."""
    if value not in choices:
        raise ValueError(f"{name} has to be one of {', '.join(map(str, choices))}, not {value!r}.")


def check_text(name: str, value: object) -> None:
    """Raises ValueError where `value` is no text."""
    if not isinstance(value, str):
        raise ValueError(f"{name} has to be a text, not {value!r}.")  # noqa: TRY004 - as for other arguments


def check_texts(name: str, value: object) -> None:
    """Raises ValueError where `value` is no tuple of texts; a single text would be taken for its letters."""
    if not isinstance(value, tuple) or not all(isinstance(one, str) for one in value):
        raise ValueError(f'{name} has to be a tuple of texts such as ("one", "other"), not {value!r}.')
