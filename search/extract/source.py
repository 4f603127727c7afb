"""Find the source: outlet, agency and author, as the text credits them."""

from collections.abc import Sequence

from search.extract.authors import read_bylines
from search.extract.credit_lines import Credit, agencies_at_end, find_credits
from search.extract.credit_names import is_news_service, is_outlet, name_key
from search.extract.draft import Draft
from search.extract.own_name import is_behind_title, says_its_name
from search.extract.patterns import Patterns, load_patterns

_LINES_OF_PAGE = 6
"""So many pieces of boilerplate make a text a page, or a part of one, also where its body was not found."""
_FORMS_OF_OUTLET = ("byline", "field", "rights", "source", "parentheses", "company")
"""The forms of a credit that may name the outlet, the strongest first."""


def find_source(draft: Draft) -> Draft:
    """Find the outlet, the agencies and the author in bylines, boilerplate and the end of the text.

    An agency that the text only quotes is no credit. Who has the rights is the outlet if its name is one of a newspaper
    or a station, and an agency if its name is one of a news service. An address of the web or of mail is no credit: it
    says where something is, and not whose the text is. Examines each zone and 220 code points, and each line if a
    credit may name the outlet.
    """
    byline = read_bylines(draft)
    author = draft.author or ", ".join(byline.authors)
    credits = find_credits(draft)
    source, agency = draft.source, draft.agency or byline.agency
    if credits:
        patterns = load_patterns(draft.options.own_patterns)
        source = source or _outlet(draft, credits, patterns)
        agency = agency or _agency(draft, credits, (source, author), patterns)
    else:
        agency = agency or agencies_at_end(draft)
    if source and agency and name_key(agency) == name_key(source):
        agency = ""
    if (source, agency, author) == (draft.source, draft.agency, draft.author):
        return draft  # most texts say nothing of it
    return draft._replace(source=source, agency=agency, author=author)


def _outlet(draft: Draft, credits: Sequence[Credit], patterns: Patterns) -> str:
    """The outlet, by the strongest credits that name one; empty if these name several."""
    is_page = draft.is_whole_page or sum(zone.kind == "boilerplate" for zone in draft.zones()) >= _LINES_OF_PAGE
    for form in _FORMS_OF_OUTLET:
        names = {
            credit.name
            for credit in credits
            if credit.form == form
            and (credit.name in patterns.outlets or (form in ("field", "rights") and is_outlet(credit.name, patterns)))
            and _is_evident(draft, credit, is_page=is_page)
        }
        if names:
            return names.pop() if len(names) == 1 else ""
    return ""


def _is_evident(draft: Draft, credit: Credit, *, is_page: bool) -> bool:
    """Whether a credit may name the outlet: no other name stands behind the title, and what else the page says agrees.

    A page, or a part of one, may also have the lines of its parent company, of pictures, and of the outlet that a text
    came from, so it has to say its name elsewhere. So has any text whose credit is weak.
    """
    is_own = is_behind_title(draft, credit.name)
    if is_own is not None or credit.form == "company":
        return bool(is_own)
    return not (credit.is_weak or is_page) or says_its_name(draft, credit.name)


def _agency(draft: Draft, credits: Sequence[Credit], own_names: Sequence[str], patterns: Patterns) -> str:
    """The agency: a known one in boilerplate, those at the end of the text, or another name that is credited."""
    known = (credit.name for credit in credits if credit.name in patterns.agencies)
    if agency := next(known, "") or agencies_at_end(draft):
        return agency
    own_keys = tuple(f"{name_key(name)} " for name in own_names if name)
    for name, form, _ in credits:
        is_publisher = form == "rights" and not is_news_service(name, patterns)
        may_be_agency = form not in ("parentheses", "company") and not is_publisher
        if may_be_agency and not f"{name_key(name)} ".startswith(own_keys):
            return name
    return ""
