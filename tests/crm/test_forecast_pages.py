"""The pages and operations of the forecast as people and programs meet them."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse

from cadre.crm import queries, services
from cadre.crm.models import ForecastCall, ForecastSnapshot
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import AuditEntry, CompanyProfile, User
from tests.support.cast import Cast
from tests.support.deals import actor, deal, won

PAGE = "/crm/forecast/"


@pytest.fixture
def calendar(cast: Cast) -> None:
    today = clock.today()
    rebuild(CompanyProfile.objects.get(), dt.date(today.year - 1, 1, 1), dt.date(today.year + 2, 1, 1))


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def person(user: User) -> str:
    return f"person-{Cast.employee(user).pk}"


def committed(user: User, amount_minor: int) -> None:
    deal(user, amount_minor=amount_minor, forecast="commit", expected_close_on=clock.today())


@pytest.mark.usefixtures("calendar")
def test_page_and_api_say_the_same(cast: Cast) -> None:
    committed(cast.rep_lin, 1_234_500)
    won(cast.rep_lin, amount_minor=50_000, closed_on=clock.today())
    page = browser(cast.manager_chen).get(PAGE).content.decode()
    told = browser(cast.manager_chen).get("/api/v1/forecast").json()
    totals = {line["method"]: line["total_minor"] for line in told["methods"]}
    assert totals["category"] == 1_284_500
    assert "$12,845" in page
    assert told["used"] == "weighted"


@pytest.mark.usefixtures("calendar")
def test_a_number_is_said_and_taken_back_in_the_browser_and_leaves_its_trace(cast: Cast) -> None:
    committed(cast.rep_lin, 100_000)
    client, query = browser(cast.manager_chen), f"?who={person(cast.rep_lin)}&period=quarter"
    assert "crm/forecast/call/" in client.get(f"{PAGE}{query}").content.decode()
    form = {"commit_minor": "700", "best_minor": "900", "note": "One customer waits"}
    assert client.post(f"{PAGE}call/{query}", form).status_code == 302
    said = ForecastCall.objects.get()
    assert (said.commit_minor, said.best_minor, said.note) == (70_000, 90_000, "One customer waits")
    assert "One customer waits" in browser(cast.rep_lin).get(PAGE).content.decode()
    client.post(f"{PAGE}call/withdraw/{query}")
    assert not ForecastCall.objects.exists()
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"crm.forecast.call", "crm.forecast.withdraw_call"} <= verbs


@pytest.mark.usefixtures("calendar")
def test_a_best_case_below_the_commit_comes_back_with_the_reason(cast: Cast) -> None:
    form = {"commit_minor": "700", "best_minor": "600", "note": "x"}
    answer = browser(cast.manager_chen).post(f"{PAGE}call/?who={person(cast.rep_lin)}", form)
    assert answer.status_code == 422
    assert "The best case cannot be below what is committed." in answer.content.decode()


@pytest.mark.usefixtures("calendar")
def test_a_rep_is_offered_no_number_and_no_snapshot(cast: Cast) -> None:
    page = browser(cast.rep_lin).get(PAGE).content.decode()
    assert "forecast/call/" not in page
    assert "forecast/keep/" not in page


@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize(
    "query", ["?who=team-0", "?who=person-999999", "?who=nonsense", "?who=team-９", "?period=century"]
)
def test_an_address_that_names_nothing_is_refused_and_not_a_fault(cast: Cast, query: str) -> None:
    assert browser(cast.director_shen).get(f"{PAGE}{query}").status_code in (404, 422)


def test_without_a_calendar_the_page_says_whom_to_ask(cast: Cast) -> None:
    page = browser(cast.director_shen).get(PAGE)
    assert page.status_code == 200
    assert "No calendar yet" in page.content.decode()


@pytest.mark.usefixtures("calendar")
def test_a_snapshot_is_taken_by_page_and_api_and_read_by_the_api(cast: Cast) -> None:
    committed(cast.rep_lin, 100_000)
    browser(cast.manager_chen).post(f"{PAGE}keep/")
    kept = ForecastSnapshot.objects.count()
    answer = browser(cast.director_shen).post("/api/v1/forecast/snapshots", "{}", content_type="application/json")
    assert (answer.status_code, answer.json()) == (200, {"rows": kept})
    rows = browser(cast.rep_lin).get("/api/v1/forecast/snapshots", {"who": person(cast.rep_lin)}).json()["items"]
    assert {row["method"] for row in rows} == {"weighted", "category"}
    assert {row["total_minor"] for row in rows if row["method"] == "category"} == {100_000}


@pytest.mark.usefixtures("calendar")
def test_a_deal_without_anything_learned_says_so_and_a_stranger_finds_none(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    url = reverse("crm:opportunity-chance", args=[made.pk])
    assert "Nothing has been learned" in browser(cast.rep_lin).get(url).content.decode()
    assert browser(cast.rep_hsu).get(url).status_code == 404
    told = browser(cast.rep_lin).get(f"/api/v1/opportunities/{made.pk}/chance").json()
    assert told["chance"] is None
    assert json.dumps(told["reasons"]) == "[]"


@pytest.mark.usefixtures("calendar")
def test_the_deals_of_a_forecast_add_up_to_it(cast: Cast) -> None:
    for amount in (33_333, 66_667, 1):
        committed(cast.rep_lin, amount)
    seen = queries.forecast(actor(cast.rep_lin))
    rows, count = queries.deal_rows(actor(cast.rep_lin), seen, limit=50)
    line = seen.line("weighted")
    assert line is not None
    assert (count, sum(row.weighted for row in rows)) == (3, line.open)
    services.keep_forecast(actor=SYSTEM)
