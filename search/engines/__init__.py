"""What holds the index. One protocol (base), one folder an engine."""
