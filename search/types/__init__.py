"""The values that travel between the rooms. All are frozen."""
