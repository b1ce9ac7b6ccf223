"""The fiscal calendar as a table, so that no number depends on an engine's date arithmetic."""
