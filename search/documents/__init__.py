"""A folder to texts: which files there are, and the text of each."""
