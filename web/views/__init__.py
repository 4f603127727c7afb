"""The addresses of the site: one file for each page or group of pages."""
