"""Elided words: the `l` of `l'économie` is a word of its own."""

from search.analysis.character_classes import fold_characters

ELIDED = frozenset(
    (
        # French
        *("l", "d", "qu", "s", "n", "j", "c", "m", "t", "jusqu", "quoiqu", "lorsqu", "puisqu"),
        # Italian
        *("v", "un", "all", "dall", "dell", "nell", "sull", "coll", "pell", "gl", "agl", "dagl", "degl"),
        *("negl", "sugl", "quell", "quest", "bell", "sant", "nient"),
        *("senz", "com", "dov", "cos", "anch", "tutt", "mezz", "alcun", "nessun", "ciascun", "trent", "vent"),
        *("quarant", "cinquant"),
        # Irish; Catalan has none but d, l, m, n, s and t
        "b",
    )
)
"""Terms of words whose last vowel falls away before a vowel or h, as in Lucene's ElisionFilter."""
_BEGINS_ELISION = frozenset("aeiouyh")


def is_elided(before: str, after: str) -> bool:
    """Whether an apostrophe parts `before` and `after`, the text on both sides of it, into two words."""
    return (
        len(before) <= 16
        and fold_characters(before) in ELIDED
        and not _BEGINS_ELISION.isdisjoint(fold_characters(after[:8])[:1])
    )
