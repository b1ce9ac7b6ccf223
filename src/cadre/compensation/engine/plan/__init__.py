"""The plan language: typed models, loading with line numbers, checks, sentences, JSON Schema."""
