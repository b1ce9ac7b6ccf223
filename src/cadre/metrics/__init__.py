"""The semantic layer: every number of the product is declared once here and asked for by its key."""
