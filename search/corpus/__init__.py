"""A folder to articles: which files there are, their text, and what in it is an article."""
