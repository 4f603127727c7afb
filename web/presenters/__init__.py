"""From results to what templates show."""
