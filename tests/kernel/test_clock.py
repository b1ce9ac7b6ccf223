"""Today is the date where the company is, at every instant."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from cadre.kernel import clock

ZONES = ("UTC", "Asia/Taipei", "Asia/Shanghai", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati")


@given(instant=st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1)), zone=st.sampled_from(ZONES))
def test_today_is_the_date_of_now_in_the_zone_of_the_company(instant: dt.datetime, zone: str) -> None:
    at = instant.replace(tzinfo=dt.UTC)
    with time_machine.travel(at, tick=False), override_settings(TIME_ZONE=zone):
        assert clock.today() == at.astimezone(ZoneInfo(zone)).date()


@pytest.mark.parametrize(("second", "day"), [(59, 12), (60, 13)])
def test_the_day_changes_with_the_first_second_after_midnight(second: int, day: int) -> None:
    midnight = dt.datetime(2026, 5, 12, 15, 59, tzinfo=dt.UTC)
    with override_settings(TIME_ZONE="Asia/Taipei"):
        with time_machine.travel(midnight, tick=False):
            assert clock.today() == dt.date(2026, 5, 12)
        with time_machine.travel(midnight + dt.timedelta(seconds=second), tick=False):
            assert clock.today() == dt.date(2026, 5, day)
