"""The demo company is what its files say, to the cent, whichever way one adds it up."""

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Count, Sum

from cadre.crm.models import Account, Activity, Contact, Opportunity
from cadre.demo.cast import sign_ins
from cadre.demo.files import FOLDER
from cadre.demo.setup import Ownership, ownership
from cadre.imports.models import ImportRun
from cadre.kernel import search
from cadre.kernel.models import CompanyProfile, User
from cadre.people.models import Employee
from cadre.people.queries import organisation_on
from tests.demo.standing import standing_demo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_it_is")]


@pytest.fixture(scope="module")
def as_it_is(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with standing_demo(django_db_blocker, as_is=True):
        yield


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def won_by(column: str) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for row in rows("sales_pipeline.csv"):
        if row["deal_stage"] == "Won":
            sums[row[column].replace("GTXPro", "GTX Pro")] += int(row["close_value"]) * 100
    return dict(sums)


def test_as_it_is_every_sum_is_that_of_the_file() -> None:
    states = dict(Opportunity.objects.values_list("state").annotate(Count("pk")))
    assert states == {"won": 4238, "lost": 2473, "open": 1589 + 500}
    won = Opportunity.objects.filter(state="won")
    assert won.aggregate(Sum("base_minor"))["base_minor__sum"] == 10_005_534_00
    for path, column in (("owner__name", "sales_agent"), ("product__name", "product")):
        assert dict(won.values_list(path).annotate(Sum("base_minor"))) == won_by(column)
    by_account = dict(won.filter(account__isnull=False).values_list("account__name").annotate(Sum("base_minor")))
    assert by_account == {name: total for name, total in won_by("account").items() if name}
    assert Opportunity.objects.filter(account=None).count() == 1425
    by_day = {day.isoformat(): total for day, total in won.values_list("closed_on").annotate(Sum("base_minor"))}
    assert by_day == won_by("close_date")
    assert not Activity.objects.exists()
    assert not Contact.objects.exists()


def test_as_it_is_the_teams_are_those_of_the_file() -> None:
    tree, names = organisation_on(dt.date(2017, 6, 1)), dict(Employee.objects.values_list("pk", "name"))
    found = {names[person]: names[boss] for person in tree.teams if (boss := tree.manager_of(person))}
    assert {row["sales_agent"]: row["manager"] for row in rows("sales_teams.csv")}.items() <= found.items()
    assert {found[row["manager"]] for row in rows("sales_teams.csv")} == {"Diana Demo"}
    assert Account.objects.count() == 85
    assert Account.objects.filter(parent__isnull=False).count() == 15


def test_what_the_files_get_wrong_is_kept_in_the_record_of_the_import() -> None:
    run = ImportRun.objects.get(kind="opportunities")
    handled = {(entry["field"], entry["value"]): entry["count"] for entry in run.handled}
    assert handled["product", "GTXPro"] == 1480
    assert handled["account", ""] == 1425
    assert (run.rows, run.made, run.skipped) == (8800, 8800, 0)
    sectors = ImportRun.objects.get(kind="accounts").handled
    assert {entry["value"]: entry["count"] for entry in sectors} == {"technolgy": 12, "Philipines": 1, "Korea": 1}


def test_everybody_of_the_demo_signs_in_with_the_password_that_is_printed() -> None:
    assert ownership() is Ownership.DEMO
    assert CompanyProfile.objects.get().is_demo
    offered = User.objects.filter(is_demo=True).values_list("email", flat=True)
    assert sorted(offered) == sorted(email for _role, email in sign_ins())
    for role, email in sign_ins():
        user = User.objects.get(email=email)
        assert user.roles == [role]
        assert user.check_password("cadre-demo")


def test_everything_that_is_loaded_is_found_by_search() -> None:
    assert [drift for drift in search.check() if drift.missing or drift.stale or drift.orphaned] == []
