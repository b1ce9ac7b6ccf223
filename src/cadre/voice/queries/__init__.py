"""Questions about what customers said; every one starts from what the actor may see."""

from cadre.voice.queries.ratings import LATEST, MOST, Ratings, channels, ratings, ratings_about

__all__ = ["LATEST", "MOST", "Ratings", "channels", "ratings", "ratings_about"]
