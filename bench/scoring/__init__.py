"""Stored predictions and gold into values: pure functions, no I/O, no extractor."""
