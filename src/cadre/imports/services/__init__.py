"""The verbs of imports, the only writers of these tables."""

from cadre.imports.services.runs import (
    apply_fix,
    begin_import,
    discard_import,
    fail_import,
    map_columns,
    perform_import,
    read_as,
    start_import,
    sweep_drafts,
    withdraw_fix,
    write_import,
)
from cadre.imports.services.undoing import undo_import

__all__ = [
    "apply_fix",
    "begin_import",
    "discard_import",
    "fail_import",
    "map_columns",
    "perform_import",
    "read_as",
    "start_import",
    "sweep_drafts",
    "undo_import",
    "withdraw_fix",
    "write_import",
]
