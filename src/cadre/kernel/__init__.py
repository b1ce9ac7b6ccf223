"""Floor 0: ideas without a table of business meaning."""
