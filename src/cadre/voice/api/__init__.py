"""The REST operations on what customers say."""

from cadre.voice.api.ratings import router

__all__ = ["router"]
