"""How long fragments are, in code points. highlight.py says what they are."""

WIDEST = 200
"""Code points between the ends of marks that share a fragment."""
FRAGMENT_LENGTH = 300
"""Code points of a fragment; only a longer mark takes more."""
LONGEST = 1000
"""Code points of the longest fragment: a longer mark is cut."""
SHORTEST = 80
"""Code points below which a fragment is extended by the next sentence."""
ATTEMPTS = 12
"""Windows that are tried: a text may repeat one line without end."""
LAST_CLAUSE = 63
"""The last clause with a bit of its own. Those behind it share its bit."""
