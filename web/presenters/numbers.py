"""Numbers as pages show them."""


def thousands(value: int) -> str:
    """A whole number, its thousands apart: 12,345."""
    return f"{value:,}"


def count(value: int, thing: str) -> str:
    """How many there are of a thing: 1 article, 2,000 articles, 3 boxes."""
    return f"{value:,} {thing}{'' if value == 1 else 'es' if thing[-1] == 'x' else 's'}"
