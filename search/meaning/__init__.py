"""Search by meaning: texts as vectors that lie close together where the texts mean much the same."""
