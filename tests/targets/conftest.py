import datetime as dt

import pytest

from cadre.kernel import clock
from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import CompanyProfile
from tests.support.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast with a calendar of three years."""
    made = assemble()
    extend_calendar()
    return made


def extend_calendar() -> None:
    """Three years around the running one."""
    year = clock.today().year
    rebuild(CompanyProfile.objects.get(), dt.date(year - 1, 1, 1), dt.date(year + 2, 1, 1))
