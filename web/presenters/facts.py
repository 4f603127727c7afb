"""The metadata of an article as facts to show: date, source, language and so on."""

from dataclasses import dataclass

from search import About, in_brief, in_full


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact about an article. `address` leads to its position in the text; it may be empty."""

    kind: str
    text: str
    inferred: bool
    address: str


def facts(about: About, *, full: bool = False, linked: bool = True) -> tuple[ShownFact, ...]:
    """The facts for a list or, if `full`, for the article itself. Full dates are `linked` to their positions."""
    shown = []
    for fact in in_full(about) if full else in_brief(about):
        has_position = full and linked and fact.start < fact.end
        address = f"#{date_anchor(fact.start)}" if has_position else ""
        shown.append(ShownFact(fact.kind, fact.text, fact.inferred, address))
    return tuple(shown)


def date_anchor(start: int) -> str:
    """The id of a date in the text of an article, by its position."""
    return f"at-{start}"
