"""Cadre: build and run a B2B sales team in one loop."""
