"""The benchmark: how fast seedsearch is compared with SQLite FTS5, tantivy and Whoosh. `make bench` runs it.

`corpus` has the texts, `mix` the queries, `engines` the engines. `worker` is a process that works for one engine,
`process` starts processes and reads their memory. `measure` measures every engine, `ours`, `pages` and `beside` ours;
`growth` repeats it with ten times the articles. `report` makes the rows of the table, `goals` says what they should be,
`table` formats them, `papers` and `machine` have the rest. `million` is a command of its own, for a large collection.
No test asserts a time.
"""
