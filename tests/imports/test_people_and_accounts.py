"""People bring their teams with them; accounts find their parents; both are found again."""

import datetime as dt

import pytest
from django.db import connection

from cadre.crm.models import Account, Contact, Product
from cadre.imports import queries, services
from cadre.imports.mapping import FileMapping, Fix
from cadre.imports.models import ImportRun
from cadre.kernel.access import SYSTEM
from cadre.kernel.models import CompanyProfile
from cadre.kernel.problems import Problems
from cadre.kernel.statistics import MANY
from cadre.people.models import Assignment, Employee, Office, Team
from cadre.people.queries import organisation_on
from tests.support.files import upload

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 1)


def run(kind: str, text: str, mapping: FileMapping | None = None) -> ImportRun:
    made = services.start_import(actor=SYSTEM, kind=kind, upload=upload(text))
    if mapping is not None:
        services.map_columns(actor=SYSTEM, run_id=made.pk, mapping=mapping)
    return services.perform_import(actor=SYSTEM, run_id=made.pk)


@pytest.fixture
def people() -> ImportRun:
    CompanyProfile.objects.create(pk=1, name="Acme", currency="USD")
    text = "name,manager,office,in force from\nAnn,Mona,East,2026-01-01\nBob,Mona,East,2026-01-01\nCid,Noel,West,2026-02-01\n"
    return run("people", text)


def test_managers_offices_regions_and_teams_follow_from_the_rows(people: ImportRun) -> None:
    assert people.made == 5
    tree = organisation_on(dt.date(2026, 3, 1))
    ids = dict(Employee.objects.values_list("name", "pk"))
    assert tree.manager_of(ids["Ann"]) == tree.manager_of(ids["Bob"]) == ids["Mona"]
    assert tree.manager_of(ids["Cid"]) == ids["Noel"]
    assert sorted(Office.objects.values_list("name", flat=True)) == ["East", "West"]
    kinds = sorted(Team.objects.values_list("kind", flat=True))
    assert kinds == ["company", "region", "region", "sales", "sales"]


def test_the_same_people_again_change_nothing_and_a_new_manager_moves_from_a_day_on(people: ImportRun) -> None:
    same = "name,manager,office\nAnn,Mona,East\nBob,Mona,East\nCid,Noel,West\n"
    again = run("people", same)
    assert (again.made, again.changed, again.unchanged) == (0, 0, 3)
    moved = run("people", "name,manager,office,in force from\nBob,Noel,West,2026-06-01\n")
    assert (moved.made, moved.changed) == (0, 1)
    bob = Employee.objects.get(name="Bob")
    before, after = (organisation_on(day).manager_of(bob.pk) for day in (dt.date(2026, 5, 31), dt.date(2026, 6, 1)))
    names = Employee.objects.in_bulk()
    assert (names[before].name, names[after].name) == ("Mona", "Noel")
    assert Assignment.objects.filter(employee=bob).count() == 2


def test_nobody_is_his_own_manager(people: ImportRun) -> None:
    made = services.start_import(actor=SYSTEM, kind="people", upload=upload("name,manager\nZoe,zoe\n"))
    assert [group.doubt.kind.code for group in queries.checked(made).findings.groups if group.severity == "error"] == [
        "people.import.own_manager"
    ]


def test_an_address_of_somebody_else_is_refused_in_its_row_whether_here_or_higher_up_in_the_file(
    people: ImportRun,
) -> None:
    Employee.objects.filter(name="Ann").update(email="ann@test.example", external_id="E1")
    text = "employee id,name,email\nE1,Ann,Ann@test.example\nE8,Zoe,ANN@test.example\nE9,Yu,yu@test.example\nE7,Xu,Yu@test.example\n"
    checked = queries.checked(services.start_import(actor=SYSTEM, kind="people", upload=upload(text)))
    errors = [group for group in checked.findings.groups if group.severity == "error"]
    assert {group.doubt.kind.code for group in errors} == {"people.import.email_of_another"}
    assert {(group.doubt.params["name"], tuple(group.rows)) for group in errors} == {("Ann", (1,)), ("Yu", (3,))}


def test_two_rows_without_a_number_do_not_share_an_address(people: ImportRun) -> None:
    Employee.objects.filter(name="Ann").update(email="ann@test.example")
    text = "employee id,name,email\n,Ann,ANN@test.example\n,Zoe,z@test.example\n,Yu,Z@test.example\nE1,Xu,xu@test.example\n"
    checked = queries.checked(services.start_import(actor=SYSTEM, kind="people", upload=upload(text)))
    (error,) = [group for group in checked.findings.groups if group.severity == "error"]
    assert (error.doubt.params["name"], tuple(error.rows)) == ("Zoe", (2,))


def test_an_import_of_people_is_undone_with_its_teams(people: ImportRun) -> None:
    services.undo_import(actor=SYSTEM, run_id=people.pk)
    assert (Employee.objects.count(), Team.objects.count(), Office.objects.count()) == (0, 0, 0)


def test_accounts_hang_under_parents_that_stand_later_in_the_file() -> None:
    run("accounts", "account,subsidiary_of,sector\nChild,Mother,retail\nMother,,retail\n")
    assert Account.objects.get(name="Child").parent == Account.objects.get(name="Mother")


def test_a_parent_that_is_nowhere_is_refused_with_the_nearest_name() -> None:
    made = services.start_import(
        actor=SYSTEM, kind="accounts", upload=upload("account,subsidiary_of\nMother Inc,\nChild,Mother-Inc\n")
    )
    groups = queries.checked(made).findings.groups
    assert [(group.doubt.kind.code, group.doubt.suggestions) for group in groups if group.severity == "error"] == [
        ("imports.nearly", ("Mother Inc",))
    ]


def test_a_misspelt_industry_is_a_warning_that_can_be_put_right_or_let_pass() -> None:
    text = "account,sector\nAcme,technolgy\n"
    made = services.start_import(actor=SYSTEM, kind="accounts", upload=upload(text))
    checked = queries.checked(made)
    assert (checked.faulty, checked.warned) == (0, 1)
    services.apply_fix(actor=SYSTEM, run_id=made.pk, fix=Fix("industry", "technolgy", "allow"))
    assert queries.checked(queries.run_visible_to(SYSTEM, made.pk)).warned == 0
    services.apply_fix(actor=SYSTEM, run_id=made.pk, fix=Fix("industry", "technolgy", "replace", "technology"))
    services.perform_import(actor=SYSTEM, run_id=made.pk)
    assert Account.objects.get().industry == "technology"


def test_accounts_are_found_again_by_name_in_any_case_and_keep_what_the_file_does_not_say() -> None:
    run("accounts", "account,sector,revenue\nAcme,retail,100\n")
    done = run("accounts", "Account name,Phone\nACME,555\n")
    found = Account.objects.get()
    assert (done.made, done.changed) == (0, 1)
    assert (found.industry, found.revenue_minor, found.phone) == ("retail", 10_000, "555")


def test_contacts_and_products_are_imported_and_updated_by_their_numbers() -> None:
    run("accounts", "account\nAcme\n")
    run("products", "product,series,sales_price\nWidget,W,12.50\n")
    run("contacts", "Contact ID,Name,Account,Role,Email\nC1,Ann,Acme,Champion,ann@acme.example\n")
    done = run("contacts", "Contact ID,Name,Account,Role,Email\nC1,Ann Lee,Acme,決策者,ann@acme.example\n")
    assert (done.made, done.changed) == (0, 1)
    assert Contact.objects.values_list("name", "buying_role").get() == ("Ann Lee", "decider")
    assert Product.objects.values_list("list_price_minor", "currency").get() == (1250, "USD")


def test_one_value_for_every_row_fills_a_field_that_has_no_column() -> None:
    run("accounts", "account\nAcme\n", FileMapping(columns={"name": "account"}, constants={"country": "Kenya"}))
    assert Account.objects.get().country == "Kenya"


def test_a_needed_field_that_nothing_fills_is_named() -> None:
    with pytest.raises(Problems) as refused:
        run("contacts", "Email\nann@acme.example\n")
    assert {problem.field for problem in refused.value.problems} == {"name", "account"}


def test_names_that_differ_only_in_case_are_one_row_too_many() -> None:
    made = services.start_import(actor=SYSTEM, kind="products", upload=upload("product\nWidget\nWIDGET\n"))
    assert queries.checked(made).faulty == 2


def test_a_product_name_that_another_code_has_is_refused_on_its_row() -> None:
    run("products", "Product code,product\nP1,Widget\n")
    made = services.start_import(actor=SYSTEM, kind="products", upload=upload("Product code,product\nP2,Widget\n"))
    assert [group.doubt.kind.code for group in queries.checked(made).findings.groups] == ["imports.name_taken"]


def test_a_web_address_gets_its_scheme_and_nonsense_is_refused() -> None:
    run("accounts", "account,Website\nAcme,acme.example\n")
    assert Account.objects.get().website == "https://acme.example"
    made = services.start_import(actor=SYSTEM, kind="accounts", upload=upload("account,Website\nAcme,not an address\n"))
    assert [group.doubt.kind.code for group in queries.checked(made).findings.groups] == ["imports.not_web"]


def test_a_file_above_the_limit_is_refused_before_it_is_read(settings: pytest.FixtureRequest) -> None:
    settings.CADRE_UPLOAD_LIMIT = 10  # type: ignore[attr-defined]
    with pytest.raises(Problems) as refused:
        services.start_import(actor=SYSTEM, kind="accounts", upload=upload("account\nAcme Incorporated\n"))
    assert refused.value.problems[0].code == "imports.too_large"


@pytest.mark.postgres
def test_after_a_large_import_the_database_knows_how_many_rows_there_are() -> None:
    run("products", "product\n" + "".join(f"Widget {n}\n" for n in range(MANY)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'crm_product'::regclass")
        assert cursor.fetchone() == (MANY,)
