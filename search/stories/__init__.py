"""Which articles tell one event in words of their own, and who tells what of it.

Nothing in here knows of an index: articles go in, values come out.
"""
