"""The error of a file that cannot be read."""

from typing import Literal, get_args

Reason = Literal["not readable", "damaged", "encrypted", "too large", "needs OCR", "needs a program", "reader failed"]
"""Why a file or a part of it is not read. Reports count by it."""
REASONS: tuple[Reason, ...] = get_args(Reason)


class UnreadableError(Exception):
    """A file cannot be read. The message follows its path: "is a named pipe".

    `is_temporary` is true if the file may still be there unchanged and only cannot be read at the moment.
    """

    def __init__(self, message: str, reason: Reason = "not readable", *, is_temporary: bool = False) -> None:
        super().__init__(message)
        self.reason = reason
        self.is_temporary = is_temporary
