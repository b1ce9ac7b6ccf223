"""Search in Chinese and English, alike on SQLite and PostgreSQL.

Rooms register kinds (`register(SearchKind(…))` in `AppConfig.ready`), services call `put` and `drop`
in their own transaction, pages call `find`, lists filter by `matching`.
"""

from cadre.kernel.search.engine import Drift, check, drop, put, put_as, put_many, put_new, rebuild
from cadre.kernel.search.finding import Found, Hit, find, matching
from cadre.kernel.search.highlight import Piece, highlight, snippet
from cadre.kernel.search.kinds import KINDS, SearchKind, register

__all__ = [
    "KINDS",
    "Drift",
    "Found",
    "Hit",
    "Piece",
    "SearchKind",
    "check",
    "drop",
    "find",
    "highlight",
    "matching",
    "put",
    "put_as",
    "put_many",
    "put_new",
    "rebuild",
    "register",
    "snippet",
]
