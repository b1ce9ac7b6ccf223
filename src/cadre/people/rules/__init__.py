"""Rules of the organisation as plain arithmetic: rows in, an answer out."""
