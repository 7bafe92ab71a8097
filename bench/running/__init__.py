"""Extractors over documents: plan, workers, checkpoints, timing, stored runs."""
