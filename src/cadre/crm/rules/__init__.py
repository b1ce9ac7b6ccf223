"""Rules of the sales process as pure functions: rows in, answers out; no clock, no database."""
