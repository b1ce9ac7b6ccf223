"""The wizard: choose a file, map its columns, check, import; and what was imported before."""
