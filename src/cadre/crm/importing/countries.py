"""Countries in files: every name or code in English or Chinese is one country."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from cadre.crm.countries import country_of, english_names
from cadre.imports.findings import Doubt, Severity
from cadre.imports.problems import NEARLY, TOO_LONG
from cadre.imports.readers.reading import Asked, Cell, refused
from cadre.imports.similar import nearest
from cadre.kernel.problems import ProblemKind

LONGEST = 60
TAKEN_AS = ProblemKind("crm.import.country_taken_as", _("“%(value)s” is taken as %(country)s."), 422)
UNKNOWN_COUNTRY = ProblemKind(
    "crm.import.country_unknown", _("“%(value)s” is no country or region known here; it is kept as it is."), 422
)


class CountryReader:
    """Another name than the one that is kept is noted; an unknown one is kept with a warning."""

    def read(self, texts: Collection[str], asked: Asked) -> dict[str, Cell]:
        return {text: _cell(text, asked) for text in texts}


def _cell(text: str, asked: Asked) -> Cell:
    if (country := country_of(text)) is not None:
        note = Doubt(TAKEN_AS, {"value": text, "country": country}, (), Severity.NOTE)
        return Cell(country, None if country == text else note)
    if len(text) > LONGEST:
        return refused(TOO_LONG, length=len(text), limit=LONGEST)
    if near := nearest(text, english_names()):
        params = {"label": asked.label, "value": text, "suggestion": near[0]}
        return Cell(text, Doubt(NEARLY, params, near, Severity.WARNING))
    return Cell(text, Doubt(UNKNOWN_COUNTRY, {"value": text}, (), Severity.WARNING))
