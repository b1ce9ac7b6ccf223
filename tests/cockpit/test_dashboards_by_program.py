"""A program composes and chooses as a person does: its filters, its home page, its mail."""

from cadre.cockpit import queries
from cadre.cockpit.models import Subscription
from tests.cockpit.conftest import board
from tests.metrics.conftest import Company
from tests.support.api import Caller

FIGURE = {"kind": "number", "metrics": ["bookings.amount"], "by": [], "period": "month"}


def test_a_program_makes_a_dashboard_its_home_and_goes_back(company: Company) -> None:
    made = board(company.actor("rep_lin"), FIGURE)
    lin = Caller(company.cast.rep_lin)
    assert lin.post(f"dashboards/{made.pk}/home", {"is_home": True}).json()["is_home"] is True
    assert queries.home_dashboard(company.actor("rep_lin")) == made
    other = board(company.actor("rep_lin"))
    lin.post(f"dashboards/{other.pk}/home", {"is_home": False})
    assert queries.home_dashboard(company.actor("rep_lin")) == made
    assert lin.post(f"dashboards/{made.pk}/home", {"is_home": False}).json()["is_home"] is False
    assert queries.home_dashboard(company.actor("rep_lin")) is None


def test_a_program_has_a_dashboard_mailed_and_ends_it(company: Company) -> None:
    made = board(company.actor("director_shen"), FIGURE, roles=("rep",))
    lin = Caller(company.cast.rep_lin)
    assert lin.post(f"dashboards/{made.pk}/mail", {"rhythm": "week"}).json()["mailed"] == "week"
    assert [one["mailed"] for one in lin.get("dashboards").json() if one["id"] == made.pk] == ["week"]
    assert lin.post(f"dashboards/{made.pk}/mail", {"rhythm": ""}).json()["mailed"] == ""
    assert not Subscription.objects.exists()
    assert Caller(company.cast.hr_fang).post(f"dashboards/{made.pk}/mail", {"rhythm": "day"}).status_code == 404


def test_a_program_keeps_the_filters_a_dashboard_opens_with(company: Company) -> None:
    made = board(company.actor("rep_lin"), FIGURE)
    lin, product = Caller(company.cast.rep_lin), company.products[0].pk
    sent = {"expected_version": made.version, "filters": {"product": product}}
    assert lin.patch(f"dashboards/{made.pk}", sent).json()["filters"] == {"product": product}
    assert lin.patch(f"dashboards/{made.pk}", {"filters": {"colour": 1}, "expected_version": 2}).status_code == 422
