"""Two texts side by side: sentences aligned, words that differ, figures and quotations."""
