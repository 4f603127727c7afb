"""Changes to an index: its writer, near-duplicate pairs brought up to date, and the check of all files."""
