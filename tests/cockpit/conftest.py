"""The company of the metrics tests, with deals around today."""

import datetime as dt
from typing import Any

import pytest

from cadre.cockpit import services
from cadre.cockpit.models import Dashboard
from cadre.kernel import clock
from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import CompanyProfile
from tests.metrics.conftest import Company
from tests.support.cast import Cast


@pytest.fixture
def company(cast: Cast) -> Company:
    made = Company(cast)
    today = clock.today()
    rebuild(
        CompanyProfile.objects.get(),
        today.replace(year=today.year - 2, day=1),
        today.replace(year=today.year + 1, day=1),
    )
    return made


def board(owner: Any, *tiles: dict[str, Any], roles: tuple[str, ...] = ()) -> Dashboard:
    """A dashboard of somebody with tiles, shared with roles."""
    made = services.create_dashboard(actor=owner, title="Quincunx")
    for tile in tiles:
        services.add_tile(actor=owner, dashboard_id=made.pk, **tile)
    if roles:
        services.share_dashboard(actor=owner, dashboard_id=made.pk, roles=roles, teams=[])
    return made


def today() -> dt.date:
    return clock.today()
