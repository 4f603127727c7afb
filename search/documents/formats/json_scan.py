"""Look through a JSON document, without keeping it, for lists of objects that may be records."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

from search.documents.unreadable import UnreadableError

_DEEPEST = 200
"""Values within values that are read. The parser needs memory that grows with the square of it."""
_MOST_LISTS = 1000
_LARGEST = 3
"""Lists with most text that are looked at."""


class Readable(Protocol):
    """What ijson reads: bytes of UTF-8."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(slots=True)
class JsonOutline:
    """What is in a document.

    `lists` has the code points of text in the objects of each list, by the path of these objects as ijson has it:
    "response.docs.item". `objects` counts the objects that the outermost object holds under names. `damage` says what
    is wrong with a document that is not whole.
    """

    is_object: bool = False
    objects: int = 0
    lists: Counter[str] = field(default_factory=Counter)
    damage: str = ""

    def largest_lists(self) -> list[str]:
        """The paths of the objects of the lists with most text, outer lists first."""
        totals = {
            path: sum(size for other, size in self.lists.items() if other == path or other.startswith(f"{path}."))
            for path in self.lists
        }
        largest = sorted(totals, key=lambda path: -totals[path])[:_LARGEST]
        return sorted(largest, key=lambda path: path.count("."))


def outline_of(file: Readable) -> JsonOutline:
    """The outline of a JSON document. Linear; some three million values a second.

    Raises UnreadableError if values lie too deep within others.
    """
    import ijson

    outline = JsonOutline()
    around: list[tuple[bool, str, str]] = []  # of each value around: whether it is a list, its path, the list before it
    key = in_list = ""
    try:
        for event, value in ijson.basic_parse(file):
            if event == "string":
                if in_list:
                    outline.lists[in_list] += len(value)
            elif event == "map_key":
                key = value
            elif event in ("start_map", "start_array"):
                if len(around) > _DEEPEST:
                    raise UnreadableError(f"holds values that lie more than {_DEEPEST} deep in others", "too large")
                is_in_list, outer, _ = around[-1] if around else (False, "", "")
                path = f"{outer}.{'item' if is_in_list else key}".lstrip(".") if around else ""
                around.append((event == "start_array", path, in_list))
                if event == "start_map":
                    outline.is_object |= len(around) == 1
                    outline.objects += len(around) == 2 and not is_in_list
                    if is_in_list and (path in outline.lists or len(outline.lists) < _MOST_LISTS):
                        in_list = path
                        outline.lists[path] += 0
            elif event in ("end_map", "end_array"):
                in_list = around.pop()[2]
    except (ijson.JSONError, ValueError) as error:
        outline.damage = " ".join(str(error).split())[:100]
    return outline
