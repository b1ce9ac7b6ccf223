"""Readers turn the texts of a column into values. They see the whole column, because one date alone may be ambiguous."""

from cadre.imports.readers.choices import Choice
from cadre.imports.readers.dates import Day
from cadre.imports.readers.numbers import Number, Whole
from cadre.imports.readers.reading import Asked, Cell, Reader
from cadre.imports.readers.references import Reference
from cadre.imports.readers.texts import Mail, Text, Web

__all__ = ["Asked", "Cell", "Choice", "Day", "Mail", "Number", "Reader", "Reference", "Text", "Web", "Whole"]
