"""Numbers over the API are those of the metrics layer, for the one who asks."""

import csv
import datetime as dt
import io

import pytest

from cadre.cli import load
from cadre.kernel.access import SYSTEM
from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import CompanyProfile
from cadre.metrics.api import as_json, numbers
from cadre.metrics.periods import Period
from cadre.metrics.queries import run
from tests.support.api import Caller
from tests.support.cast import Cast
from tests.support.deals import won

pytestmark = pytest.mark.usefixtures("calendar")


@pytest.fixture
def calendar(cast: Cast) -> None:
    rebuild(CompanyProfile.objects.get(), dt.date(2026, 1, 1), dt.date(2027, 1, 1))


@pytest.fixture
def deals(cast: Cast) -> Cast:
    won(cast.rep_lin, amount_minor=10_000, closed_on=dt.date(2026, 3, 3))
    won(cast.rep_lin, amount_minor=333, closed_on=dt.date(2026, 4, 4))
    won(cast.rep_hsu, amount_minor=500, closed_on=dt.date(2026, 3, 5))
    return cast


def test_the_same_numbers_as_on_the_command_line(deals: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    user = deals.director_shen
    asked = "metric=bookings.amount&metric=bookings.count&by=employee&from=2026-01-01&to=2026-12-31"
    told = Caller(user).get(f"metrics/query?{asked}").json()
    assert told["currency"] == "USD"
    argv = ["query", "bookings.amount", "bookings.count", "--by", "employee", "--from", "2026-01-01"]
    assert load("cadre.metrics.cli:main")([*argv, "--to", "2026-12-31", "--as", user.email, "--format", "csv"]) == 0
    lines = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert lines == [
        {
            "employee": row["names"]["employee"],
            "bookings.amount": row["values"]["bookings.amount"]["value"],
            "bookings.count": row["values"]["bookings.count"]["value"],
        }
        for row in told["rows"]
    ]
    assert told["total"]["values"]["bookings.amount"]["amount_minor"] == 10_833
    assert told["total"]["values"]["bookings.amount"]["value"] == "108.33"


def test_everybody_gets_the_numbers_of_what_he_sees(deals: Cast) -> None:
    def total(user) -> str:
        told = Caller(user).get("metrics/query?metric=bookings.amount").json()
        return told["total"]["values"]["bookings.amount"]["value"]

    assert total(deals.rep_lin) == "103.33"
    assert total(deals.manager_wu) == "5.00"
    assert total(deals.executive_qiu) == "108.33"
    assert total(deals.hr_fang) == "0.00"


def test_a_number_can_be_narrowed_compared_and_opened(deals: Cast) -> None:
    caller = Caller(deals.director_shen)
    who = Cast.employee(deals.rep_lin).pk
    told = caller.get(
        f"metrics/query?metric=bookings.amount&by=month&from=2026-04-01&to=2026-04-30&compare=previous&where=employee:{who}"
    ).json()
    figure = told["total"]["values"]["bookings.amount"]
    assert (figure["value"], figure["before"], figure["change"]) == ("3.33", "100.00", "-0.9667")
    month = told["rows"][0]["keys"]["month"]
    pages = caller.get(
        f"metrics/bookings.amount/rows?where=month:{month}&where=employee:{who}&from=2026-01-01&to=2026-12-31"
    ).json()
    assert [list(row["adds"].values()) for row in pages[0]["rows"]] == [[333]]


def test_every_metric_is_listed_and_explained(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    listed = caller.get("metrics").json()
    assert "bookings.amount" in {one["key"] for one in listed}
    for one in listed:
        assert caller.get(f"metrics/{one['key']}").json()["sql"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "kernel.invalid"),
        ("metric=profit", "metrics.unknown_metric"),
        ("metric=bookings.amount&by=planet", "metrics.unknown_dimension"),
        ("metric=bookings.amount&where=planet:1", "metrics.unknown_dimension"),
        ("metric=bookings.amount&where=employee:x", "metrics.wrong_value"),
        ("metric=bookings.amount&where=employee:99999999999999999999", "metrics.wrong_value"),
        ("metric=bookings.amount&where=employee", "kernel.invalid"),
        ("metric=bookings.amount&from=2026-05-01&to=2026-04-01", "metrics.empty_period"),
        ("metric=bookings.amount&from=9999-12-31", "kernel.invalid"),
        ("metric=bookings.amount&sort=profit", "metrics.bad_order"),
        ("metric=bookings.amount&compare=previous", "metrics.nothing_to_compare"),
        ("metric=bookings.amount&by=month&by=month", "metrics.asked_twice"),
        ("metric=bookings.amount&by=month&from=1900-01-01&to=2199-12-31", "metrics.outside_calendar"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(cast: Cast, query: str, code: str) -> None:
    response = Caller(cast.director_shen).get(f"metrics/query?{query}")
    assert (response.status_code, response.json()["code"]) == (422, code), response.content


@pytest.mark.parametrize("compare", [None, "previous"])
@pytest.mark.parametrize("by", [(), ("employee", "month"), ("day",), ("industry", "product")])
def test_rows_written_without_objects_are_byte_for_byte_those_of_the_schema(
    deals: Cast, by: tuple[str, ...], compare: str | None
) -> None:
    keys = ["bookings.amount", "bookings.count", "win_rate", "sales_cycle_days"]
    period = Period.of(dt.date(2026, 3, 1), dt.date(2026, 4, 30))
    answer = run(keys, by, period, actor=SYSTEM, compare=compare, order="-bookings.amount", limit=1)  # type: ignore[arg-type]
    assert as_json(answer) == numbers(answer).model_dump_json()
