"""Which page numbers to link."""

_NEIGHBOURS = 2


def page_numbers(page: int, pages: int) -> list[int]:
    """The first page, the last, and those around the current one. 0 stands for a gap."""
    near = range(max(1, page - _NEIGHBOURS), min(pages, page + _NEIGHBOURS) + 1)
    numbers: list[int] = []
    for number in sorted({1, pages, *near}):
        if numbers and number > numbers[-1] + 1:
            numbers.append(0)
        numbers.append(number)
    return numbers
