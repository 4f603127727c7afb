"""An index brought up to date with its folder, in several processes."""
