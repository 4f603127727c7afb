"""One immutable segment: its writer, its reader, and merging several into one."""
