"""Near-duplicates: fingerprints, candidates, shared passages, and what they say of two articles."""
