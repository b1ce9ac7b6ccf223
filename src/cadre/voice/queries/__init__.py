"""Questions about what customers said; every one starts from what the actor may see."""

from cadre.voice.queries.ratings import Ratings, channels, ratings, ratings_about

__all__ = ["Ratings", "channels", "ratings", "ratings_about"]
