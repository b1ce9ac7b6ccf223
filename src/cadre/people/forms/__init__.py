"""The forms of the organisation."""
