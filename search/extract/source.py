"""Find the source: outlet, agency and author, as the text credits them."""

from collections.abc import Sequence

from search.extract.byline_lines import read_bylines
from search.extract.credit_lines import Credit, agencies_at_end, find_credits
from search.extract.credit_names import is_news_service, is_outlet, name_key
from search.extract.draft import Draft
from search.extract.patterns import Patterns, load_patterns


def find_source(draft: Draft) -> Draft:
    """Find the outlet, the agencies and the author in bylines, boilerplate and the end of the text.

    An agency that the text only quotes is no credit. Who has the rights is the outlet if its name is one of a newspaper
    or a station, and an agency if its name is one of a news service. An address of the web or of mail is no credit: it
    says where something is, and not whose the text is. Examines each zone and 220 code points.
    """
    patterns = load_patterns(draft.options.own_patterns)
    byline = read_bylines(draft)
    author = draft.author or ", ".join(byline.authors)
    credits = find_credits(draft)
    source = draft.source or (_outlet(credits, patterns) if credits else "")
    agency = draft.agency or byline.agency or _agency(draft, credits, (source, author), patterns)
    if source and agency and name_key(agency) == name_key(source):
        agency = ""
    return draft._replace(source=source, agency=agency, author=author)


def _outlet(credits: Sequence[Credit], patterns: Patterns) -> str:
    """The outlet, by the strongest credits that name one; empty if these name several."""
    for form in ("byline", "rights", "source", "parentheses"):
        names = {
            credit.name
            for credit in credits
            if credit.form == form
            and (credit.name in patterns.outlets or (form == "rights" and is_outlet(credit.name, patterns)))
        }
        if names:
            return names.pop() if len(names) == 1 else ""
    return ""


def _agency(draft: Draft, credits: Sequence[Credit], own_names: Sequence[str], patterns: Patterns) -> str:
    """The agency: a known one in boilerplate, those at the end of the text, or another name that is credited."""
    known = (credit.name for credit in credits if credit.name in patterns.agencies)
    if agency := next(known, "") or agencies_at_end(draft):
        return agency
    if not credits:
        return ""
    own_keys = tuple(f"{name_key(name)} " for name in own_names if name)
    for name, form in credits:
        may_be_agency = form != "parentheses" and (form != "rights" or is_news_service(name, patterns))
        if may_be_agency and not f"{name_key(name)} ".startswith(own_keys):
            return name
    return ""
