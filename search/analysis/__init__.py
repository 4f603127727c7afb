"""Text to tokens: character classes, the tokenizer and its fast twin for batches, stems, sentences."""
