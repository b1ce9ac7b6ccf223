"""From an answer of the metrics layer to what a tile shows: one small model per kind, drawn by one template each."""
