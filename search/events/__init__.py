"""Articles about the same event, and which figures and quotations each has."""
