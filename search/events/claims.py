"""Find the claims of several texts on one event: figures and quotations, with the wording of each text."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from search.compare.figures_quotes import find_figures, find_quotations
from search.compare.tokenized_text import TokenizedText
from search.events.types import ClaimKind
from search.query.date_range import MONTHS
from search.types.article import Span

_BEFORE, _AFTER = 2, 4
"""Words of the same sentence that are shown before and after a figure."""
_FEWEST = 2  # words of a quotation
_LEAST_UNMARKED = 3  # words of a quotation that is also searched in texts without quotation marks around it
_ALIKE = 0.5  # the part of the word pairs of the shorter quotation that two wordings of one quotation share
_MOST = 100  # figures, and quotations, of each text that are used
_MOST_DATE_DIGITS = 4
_YEARS = range(1900, 2101)
_MONTH_NAMES = frozenset((*(month.lower()[:end] for month in MONTHS for end in (None, 3)), "sept"))


class Mention(NamedTuple):
    """Where text number `text` makes a claim: the span of the figure or quotation, and a wider span as its context."""

    text: int
    context: Span
    span: Span


class ClaimMentions(NamedTuple):
    """A figure or a quotation with its mentions, at most one for each text."""

    kind: ClaimKind
    mentions: tuple[Mention, ...]


def find_claims(texts: Sequence[TokenizedText]) -> tuple[ClaimMentions, ...]:
    """The claims of texts, those of most texts first, then in order of the texts.

    Figures are the same if they are the same number, in any notation. Dates and years are no figures. Quotations are
    the same if they share half of the shorter one's pairs of words that stand side by side, or with one word between.
    A text with the words of a quotation has it too, even without quotation marks. Of each text the first _MOST figures
    and quotations are used. Cost: linear, and a search of each text for each quotation.
    """
    claims = [*_figures(texts), *_quotations(texts)]
    return tuple(sorted(claims, key=lambda claim: -len(claim.mentions)))


def _figures(texts: Sequence[TokenizedText]) -> Iterator[ClaimMentions]:
    mentions: dict[tuple[str, ...], dict[int, Mention]] = {}
    for number, text in enumerate(texts):
        for figure, span in islice(find_figures(text), _MOST):
            first, end = text.tokens_between(*span)
            if text.text[span[0]].isdecimal() and not _is_date(text, first):
                mention = Mention(number, _context(text, first, end), span)
                mentions.setdefault(figure, {}).setdefault(number, mention)
    return (ClaimMentions("figure", tuple(by_text.values())) for by_text in mentions.values())


def _is_date(text: TokenizedText, token: int) -> bool:
    """Whether a number is a year, or a day or year beside the name of a month."""
    term, written = text.terms[token], text.text[text.starts[token] : text.ends[token]]
    if not (term.isascii() and term.isdecimal() and term == written and len(term) <= _MOST_DATE_DIGITS):
        return False
    neighbours = {*text.terms[max(0, token - 1) : token], *text.terms[token + 1 : token + 2]}
    return int(term) in _YEARS or not neighbours.isdisjoint(_MONTH_NAMES)


def _context(text: TokenizedText, first: int, end: int) -> Span:
    """Tokens `first` up to `end` with a few words of the same sentence around them."""
    sentence = int(text.sentence_of_token[first])
    low, high = text.token_span(sentence, sentence + 1)
    return text.starts[max(low, first - _BEFORE)], text.ends[max(end, min(high, end + _AFTER)) - 1]


def _quotations(texts: Sequence[TokenizedText]) -> Iterator[ClaimMentions]:
    groups = _QuotationGroups()
    for number, text in enumerate(texts):
        for words, span in islice(find_quotations(text, _FEWEST), _MOST):
            groups.add(words, Mention(number, span, span))
    joined = [f" {' '.join(text.terms)} " for text in texts]
    for words, marked in groups.groups:
        unmarked = (_unmarked(words, number, *pair) for number, pair in enumerate(zip(texts, joined, strict=True)))
        by_text = {mention.text: mention for mention in unmarked if mention} | marked
        yield ClaimMentions("quotation", tuple(by_text[number] for number in sorted(by_text)))


def _unmarked(words: tuple[str, ...], number: int, text: TokenizedText, joined: str) -> Mention | None:
    """A mention of the words of a quotation side by side, with or without quotation marks. `joined` are all terms."""
    position = joined.find(f" {' '.join(words)} ") if len(words) >= _LEAST_UNMARKED else -1
    if position < 0:
        return None
    first = joined.count(" ", 0, position)
    span = text.starts[first], text.ends[first + len(words) - 1]
    return Mention(number, span, span)


class _QuotationGroups:
    """Quotations grouped by wordings that are alike. Each group has the words of its first quotation."""

    def __init__(self) -> None:
        self.groups: list[tuple[tuple[str, ...], dict[int, Mention]]] = []
        self._pair_counts: list[int] = []
        self._groups_of_pair: dict[tuple[str, str], list[int]] = defaultdict(list)

    def add(self, words: tuple[str, ...], mention: Mention) -> None:
        """Add a quotation to the group that it is most alike, or to a new group."""
        pairs = {*pairwise(words), *zip(words, words[2:], strict=False)}
        shared = Counter(group for pair in pairs for group in self._groups_of_pair.get(pair, ()))
        for group, count in shared.most_common(1):
            if count >= _ALIKE * min(len(pairs), self._pair_counts[group]):
                self.groups[group][1].setdefault(mention.text, mention)
                return
        for pair in pairs:
            self._groups_of_pair[pair].append(len(self.groups))
        self.groups.append((words, {mention.text: mention}))
        self._pair_counts.append(len(pairs))
