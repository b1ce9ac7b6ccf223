"""Inputs: their schemas, how they are read, cleaned, and reported when they are wrong."""
