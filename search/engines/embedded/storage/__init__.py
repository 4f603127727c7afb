"""Files on disk: containers of checked columns, packed numbers, commit points, and the state that each names."""
