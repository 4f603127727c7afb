"""Update an index: which files have to be indexed again, and the processes that do it."""
