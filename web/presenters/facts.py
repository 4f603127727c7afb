"""The metadata of an article as HTML: date, source, language and so on."""

from markupsafe import Markup, escape

from search import About, Fact, in_brief, in_full


def facts(about: About, *, full: bool = False, linked: bool = True) -> Markup:
    """The facts for a list or, if `full`, for the article itself. Full dates are `linked` to their positions."""
    shown = [_element(fact, linked=full and linked) for fact in (in_full(about) if full else in_brief(about))]
    return Markup("".join(shown))  # noqa: S704 - escaped


def date_anchor(start: int) -> str:
    """The id of a date in the text of an article, by its position."""
    return f"at-{start}"


def _element(fact: Fact, *, linked: bool) -> str:
    before, after = (f'<a href="#{date_anchor(fact.start)}">', "</a>") if linked and fact.start < fact.end else ("", "")
    kind = f"{escape(fact.kind)}{' inferred' if fact.inferred else ''}"
    return f'<span class="fact {kind}">{before}{escape(fact.text)}{after}</span>\n'
