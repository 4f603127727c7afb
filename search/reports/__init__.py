"""What was done to the files of a folder, and which of its articles are near-duplicates."""
