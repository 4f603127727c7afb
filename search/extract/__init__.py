"""A text to articles: titles, dates, outlets, and zones. `pipeline` has the order of the steps."""
