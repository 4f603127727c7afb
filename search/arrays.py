"""Arrays of one kind, by what they hold."""

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
