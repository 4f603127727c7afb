"""One commit point open for reading: postings, scoring, phrases, filters, facets, collapsed near-duplicates."""
