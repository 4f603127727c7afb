"""What kernels can do."""

from typing import Protocol

from search.kernels.interface.duplicates import DuplicateKernels
from search.kernels.interface.files import FileKernels
from search.kernels.interface.line_signs import LineKernels
from search.kernels.interface.lines import SortedLineKernels
from search.kernels.interface.lists import ListKernels
from search.kernels.interface.marks import MarkKernels
from search.kernels.interface.phrases import PhraseKernels
from search.kernels.interface.postings import PostingKernels
from search.kernels.interface.records import RecordKernels
from search.kernels.interface.scoring import ScoringKernels
from search.kernels.interface.words import WordKernels


class Kernels(
    WordKernels,
    LineKernels,
    FileKernels,
    ListKernels,
    SortedLineKernels,
    DuplicateKernels,
    PostingKernels,
    PhraseKernels,
    RecordKernels,
    ScoringKernels,
    MarkKernels,
    Protocol,
):
    """What both kinds of kernels can do. They check each length and place that they are given before they use it.

    They also check the bytes that they read. Damage in others may go unnoticed, and one kind may notice what the other
    does not: the compiled kernels read parts of a list, by its skips, and those in NumPy all of it. To find all damage
    is for the checksums of blocks and frames, which are verified before.
    """
