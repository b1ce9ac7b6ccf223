"""The tables of what customers say."""

from cadre.voice.models.rating import Rating

__all__ = ["Rating"]
