"""How fast seedsearch is beside SQLite FTS5, tantivy and Whoosh. `make bench` runs it; no test asserts a time.

`corpus` has the texts, `mix` the questions, `engines` who is asked, `worker` a process that asks one engine, `process`
what starts processes and reads their memory, `measure` what is measured, `growth` what ten times the articles cost,
`report` the rows of the table, `table` their two forms, `papers` and `machine` the rest.
"""
