"""The engine on a cluster beside the embedded one: the same results, and how fast."""
