"""The rows behind a number: titles for people, pages that turn, and addresses that make no sense."""

import datetime as dt
from urllib.parse import quote

import pytest

from cadre.kernel import clock
from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import CompanyProfile
from cadre.metrics.registry import metrics, parts
from cadre.web.views import numbers
from tests.support.cast import Cast
from tests.support.deals import account, deal, won
from tests.support.pages import Reader, text_of

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def calendar(cast: Cast) -> None:
    rebuild(CompanyProfile.objects.get(), dt.date(2025, 1, 1), dt.date(2032, 1, 1))


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
def test_no_number_shows_the_key_of_a_part(cast: Cast, language: str) -> None:
    won(cast.rep_lin, amount_minor=123_456, closed_on=clock.today())
    deal(cast.rep_lin, where=account(cast.rep_lin, "Open"), amount_minor=400_000)
    reader = Reader(cast.rep_lin, language)
    for key in [metric.key for metric in metrics.all()]:
        page = reader.get("web:number", key)
        assert page.status_code == 200, key
        shown = text_of(page)
        assert not [part.key for part in parts.all() if f" {part.key} " in shown], key


def test_a_weighted_sum_is_money_and_not_hundredths(cast: Cast) -> None:
    made = deal(cast.rep_lin, amount_minor=400_000)
    page = text_of(Reader(cast.rep_lin).get("web:number", "pipeline.weighted"))
    assert f"{40 * made.stage.probability_percent:,}" in page
    assert f"{4_000 * made.stage.probability_percent * 100:,}" not in page


def test_the_rows_turn_page_by_page_and_the_last_page_leads_no_further(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(numbers, "PAGE", 2)
    for amount in (100_00, 200_00, 300_00):
        deal(cast.rep_lin, where=account(cast.rep_lin, f"Customer {amount}"), amount_minor=amount)
    reader = Reader(cast.rep_lin)
    first = reader.get("web:number", "pipeline.count")
    second = reader.get("web:number", "pipeline.count", query={"page": 1})
    assert (b'rel="next"' in first.content, b'rel="prev"' in first.content) == (True, False)
    assert (b'rel="next"' in second.content, b'rel="prev"' in second.content) == (False, True)
    seen = [name for name in ("Customer 10000", "Customer 20000", "Customer 30000") if name in text_of(first)]
    assert len(seen) == 2


def test_everybody_sees_behind_a_number_only_rows_of_his_own(cast: Cast) -> None:
    deal(cast.rep_lin, where=account(cast.rep_lin, "Quincunx"))
    for person, sees in (("rep_lin", True), ("manager_chen", True), ("rep_gao", False), ("manager_wu", False)):
        page = text_of(Reader(getattr(cast, person)).get("web:number", "pipeline.count"))
        assert ("Quincunx" in page) is sees, person


@pytest.mark.parametrize(
    "query",
    [
        "from=x&to=y",
        "from=2026-02-30&to=2026-03-01",
        "from=2026-03-01&to=2026-02-01",
        "from=0001-01-01&to=9999-12-31",
        "to=9999-12-31&from=9999-12-31",
        "from=2026-01-01",
        "employee=x",
        "employee=²",
        "employee=" + "9" * 40,
        "employee=-1",
        "employee=&office=&manager=",
        "week=x",
        "day=2026-13-01",
        "day=0001-01-01",
        "product=1&product=2",
        "page=-1",
        "page=x",
        "page=²",
        "page=" + "9" * 40,
        "page=20000",
        "nothing=1",
        "activity_kind=%00",
        "quarter=' OR 1=1 --",
        "stage=1&activity_kind=call",
    ],
)
@pytest.mark.parametrize("metric", ["bookings.amount", "pipeline.amount", "activities.count", "sales_velocity"])
def test_an_address_that_makes_no_sense_gets_a_clear_answer(cast: Cast, metric: str, query: str) -> None:
    reader = Reader(cast.director_shen)
    for options in ({}, {"HTTP_HX_REQUEST": "true"}):
        answer = reader.client.get(f"/numbers/{quote(metric)}/?{quote(query, safe='=&%')}", **options)
        assert answer.status_code in {200, 422}


@pytest.mark.parametrize("metric", ["no.such", "x" * 300, "%00", "bookings", "銷售"])
def test_an_unknown_number_is_not_found_or_explained(cast: Cast, metric: str) -> None:
    assert Reader(cast.rep_lin).client.get(f"/numbers/{quote(metric, safe='%')}/").status_code in {404, 422}
