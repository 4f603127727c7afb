"""The index as Whoosh's Index, IndexReader, Matcher and Collector. docs/whoosh.md says what a Whoosh user gets."""
