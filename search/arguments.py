"""Check the arguments of public functions. A wrong one raises ValueError with a sentence for a person."""

from collections.abc import Sequence


def check_number(name: str, value: object, lowest: int = 1, highest: int | None = None) -> None:
    """Raise ValueError unless `value` is a whole number from `lowest` to `highest`."""
    if type(value) is not int or value < lowest or (highest is not None and value > highest):
        bounds = f"from {lowest:,} on" if highest is None else f"from {lowest:,} to {highest:,}"
        raise ValueError(f"{name} has to be a whole number {bounds}, not {value!r}.")


def check_choice(name: str, value: object, choices: Sequence[object]) -> None:
    """Raise ValueError unless `value` is one of the choices."""
    if value not in choices:
        raise ValueError(f"{name} has to be one of {', '.join(map(str, choices))}, not {value!r}.")


def check_text(name: str, value: object) -> None:
    """Raise ValueError unless `value` is a text."""
    if not isinstance(value, str):
        raise ValueError(f"{name} has to be a text, not {value!r}.")  # noqa: TRY004 - ValueError as for other arguments


def check_texts(name: str, value: object) -> None:
    """Raise ValueError unless `value` is a tuple of texts. A single text would be taken for its letters."""
    if not isinstance(value, tuple) or not all(isinstance(item, str) for item in value):
        raise ValueError(f'{name} has to be a tuple of texts such as ("one", "other"), not {value!r}.')
