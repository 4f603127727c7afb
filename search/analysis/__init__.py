"""Text to tokens: character classes, the tokenizer, its fast twin for batches, stems, sentences."""
