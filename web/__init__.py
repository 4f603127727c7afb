"""The site: pages and an API over a `search.Library`, for one person's browser."""
