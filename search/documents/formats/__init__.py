"""Readers of file formats. Each module reads one format, or a few that are alike."""
