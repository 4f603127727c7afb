"""The index as Whoosh's Index, IndexReader, Matcher and Collector: what a Whoosh user can plug in."""
