"""Who copied whom, and what differs: fingerprints, candidates, shared passages, two texts side by side.

Nothing in here knows of an index: arrays and texts go in, values come out.
"""
