"""Explanations: a sentence and a small table for any line or total, from what was stored, without recomputing."""
