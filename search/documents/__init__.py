"""A folder to texts: its files, and the text of each."""
