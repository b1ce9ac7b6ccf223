"""Files as columns of text. Knows delimiters, encodings and workbooks; knows nothing of what the columns mean."""

from cadre.imports.reading.files import FileKind, read_sheet
from cadre.imports.reading.sheet import LIMITS, Limits, Sheet

__all__ = ["LIMITS", "FileKind", "Limits", "Sheet", "read_sheet"]
