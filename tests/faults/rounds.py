"""How often a fault is tried: a few times in every test run, and often where FAULT_ROUNDS asks for it."""

import os

THE_LONG_FORM = 150
"""What `make faults` sets FAULT_ROUNDS to; another number makes all long forms longer or shorter."""
ASKED = int(os.environ.get("FAULT_ROUNDS", "0"))
IS_LONG = ASKED >= THE_LONG_FORM


def rounds(short: int, long: int) -> int:
    """`short`; where FAULT_ROUNDS is set, as large a part of `long`, though never less."""
    return max(short, long * ASKED // THE_LONG_FORM)
