"""The verbs of this room."""

from cadre.voice.services.catching_up import record_ratings
from cadre.voice.services.ratings import record_rating, withdraw_rating

__all__ = ["record_rating", "record_ratings", "withdraw_rating"]
