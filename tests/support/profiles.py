"""The test profiles. `dev`, the default, has 20 examples of each property test, always the same. `quick` has the tests
that start no process and are not slow, and 8 of these examples. `soak` has many random examples, from one seed.

TEST_PROFILE chooses. `make soak` also sets SOAK_SEED, SOAK_EXAMPLES (of each property test) and SOAK_ROUNDS (of the
fault tests).
"""

import os
import random
import secrets

from hypothesis import HealthCheck, settings

PROFILE = os.environ.get("TEST_PROFILE", "dev")
IS_SOAK = PROFILE == "soak"
_MOST_IN_DEV = 20
FEW = 8 if PROFILE == "quick" else _MOST_IN_DEV
"""Examples of a property test, but for `make soak`."""
EXAMPLES = int(os.environ.get("SOAK_EXAMPLES") or 1000)
ROUNDS = int(os.environ.get("SOAK_ROUNDS") or 60)
"""Rounds of the fault tests, in percent of their long form."""
if IS_SOAK and not os.environ.get("SOAK_SEED"):
    os.environ["SOAK_SEED"] = str(secrets.randbelow(1_000_000_000))
SEED = int(os.environ["SOAK_SEED"]) if IS_SOAK else 20_310_304


def load_profiles() -> None:
    """Register both profiles with Hypothesis, and load one."""
    common = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("dev", common, max_examples=FEW, derandomize=True)
    settings.register_profile("soak", common, max_examples=EXAMPLES, print_blob=True)
    settings.load_profile("soak" if IS_SOAK else "dev")


def fewer(share: int) -> settings:
    """For a property test with slow examples: fewer examples in `soak`, divided by `share`; as many in `dev`."""
    return settings(max_examples=max(FEW, EXAMPLES // share) if IS_SOAK else FEW)


def rounds(short: int, long: int) -> int:
    """How often a fault is tried: `short` in `dev`, two fifths of it in `quick`; in `soak` SOAK_ROUNDS percent of
    `long`."""
    return max(short, long * ROUNDS // 100) if IS_SOAK else max(1, short * FEW // _MOST_IN_DEV)


def seeded_random(name: str) -> random.Random:
    """A random generator for this name and the seed of the run."""
    return random.Random(f"{SEED} {name}")
