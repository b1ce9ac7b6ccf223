"""Settings modules: base (shared), demo (embedded, one machine), test, production."""
