"""What of people can be imported: a row per person, with his manager and office, from which the teams follow."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.imports.findings import Doubt, Findings, Severity
from cadre.imports.kinds import ImportField, ImportKind, Row, also, register
from cadre.imports.policies import PEOPLE_IMPORTERS
from cadre.imports.readers import Day, Mail, Reference, Text
from cadre.kernel.problems import ProblemKind
from cadre.kernel.search.fold import fold
from cadre.people.models import Employee, Office, Position
from cadre.people.models.position import SHIPPED
from cadre.people.services import bulk

MADE_ALONG = ProblemKind(
    "people.import.made_along", _("%(label)s “%(value)s” is not here yet and is made with this import."), 422
)
EMAIL_OF_ANOTHER = ProblemKind(
    "people.import.email_of_another",
    _("%(name)s already has the e-mail “%(value)s”. Enter another address, or the number of that person."),
    422,
)
OWN_MANAGER = ProblemKind("people.import.own_manager", _("“%(value)s” cannot be his own manager."), 422)


def judge(rows: Sequence[Row], findings: Findings) -> None:
    """Say which managers and offices are made along the way; nobody manages himself or shares an address."""
    people = {fold(row["name"]) for row in rows if row.get("name")}
    people |= {fold(name) for name in Employee.objects.values_list("name", flat=True)}
    offices = {fold(name) for name in Office.objects.values_list("name", flat=True)}
    for name, label, known in (
        ("manager", pgettext_lazy("employee", "Manager"), people),
        ("office", pgettext_lazy("employee", "Office"), offices),
    ):
        for place, row in enumerate(rows):
            text = row.get(name)
            if text and fold(text) not in known:
                params = {"label": label, "value": text}
                findings.add(place, name, Doubt(MADE_ALONG, params, (), Severity.NOTE), text)
    for place, row in enumerate(rows):
        if row.get("manager") and row.get("name") and fold(row["manager"]) == fold(row["name"]):
            findings.add(place, "manager", Doubt(OWN_MANAGER, {"value": row["name"]}), row["name"])
    _refuse_shared_addresses(rows, findings)


def _refuse_shared_addresses(rows: Sequence[Row], findings: Findings) -> None:
    """Where rows are found again by number, an address must be of nobody else: neither here nor higher up in the file."""
    if not any(row.get("external_id") for row in rows):
        return
    here = Employee.objects.exclude(email="").values_list("email", "external_id", "name")
    holders = {email.casefold(): (number, name) for email, number, name in here}
    unnumbered: set[str] = set()
    for place, row in enumerate(rows):
        if not (email := row.get("email")):
            continue
        address, number = email.casefold(), row.get("external_id")
        holder, name = holders.setdefault(address, (number, row.get("name") or ""))
        if number != holder or address in unnumbered:
            findings.add(place, "email", Doubt(EMAIL_OF_ANOTHER, {"name": name, "value": email}), email)
        elif number is None:
            # Found again by his address: the first row with it is he, a second one would be made beside him
            unnumbered.add(address)


def known(name: str, values: Collection[Any]) -> Collection[Any]:
    forms = {fold(text) for text in Employee.objects.exclude(**{f"{name}__isnull": True}).values_list(name, flat=True)}
    return [value for value in values if fold(value) in forms]


def _positions() -> Iterable[tuple[str, int]]:
    for position in Position.objects.all():
        yield position.name, position.pk
        yield position.key, position.pk
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                yield str(SHIPPED.get(position.key, position.key)), position.pk


PEOPLE = ImportKind(
    key="people",
    label=pgettext_lazy("import", "People and teams"),
    icon="sitemap",
    url_name="people:employee-list",
    position=1,
    roles=PEOPLE_IMPORTERS,
    identity=("external_id", "email", "name"),
    known=known,
    write=bulk.import_people,
    remove=bulk.remove_people,
    label_of_rows="people.employee",
    judge=judge,
    fields=(
        ImportField(
            "external_id",
            _("Employee number"),
            Text(64),
            aliases=also("Employee ID · Employee No · EmployeeNumber · 工號 · 工号 · 员工编号 · 員工編號"),
            example="E-104",
        ),
        ImportField(
            "name",
            pgettext_lazy("employee", "Name"),
            Text(120),
            required=True,
            aliases=also("sales_agent · Employee · Full Name · Employee Name · Sales Rep · 姓名 · 员工姓名 · 員工姓名"),
            example="Moses Frase",
        ),
        ImportField(
            "email",
            pgettext_lazy("employee", "E-mail"),
            Mail(),
            aliases=also("Email · Work Email · Email Address · 电子邮件 · 電子郵件 · 邮箱"),
            example="moses.frase@example.com",
        ),
        ImportField(
            "phone",
            pgettext_lazy("employee", "Phone"),
            Text(40),
            aliases=also("Phone · Mobile · Work Phone · 电话 · 電話 · 手机 · 手機"),
            example="+1 555 0100",
        ),
        ImportField(
            "manager",
            pgettext_lazy("employee", "Manager"),
            Text(120),
            aliases=also("Manager · Manager Name · Reports To · Supervisor · 主管 · 直属主管 · 直屬主管 · 经理 · 上级"),
            example="Dustin Brinkmann",
        ),
        ImportField(
            "office",
            pgettext_lazy("employee", "Office"),
            Text(80),
            aliases=also(
                "regional_office · Office · Region · Location · Branch · 辦公室 · 办公室 · 區域 · 区域 · 分公司"
            ),
            example="Central",
        ),
        ImportField(
            "team",
            pgettext_lazy("employee", "Team"),
            Text(80),
            aliases=also("Team · Department · Sales Team · 團隊 · 团队 · 部門 · 部门"),
            example="",
        ),
        ImportField(
            "position",
            pgettext_lazy("employee", "Position"),
            Reference(_positions),
            aliases=also("Position · Job Title · Job Position · Title · 職位 · 职位 · 職稱"),
            example="Sales representative",
        ),
        ImportField(
            "hired_on",
            _("Joined on"),
            Day(),
            aliases=also("Hire Date · Start Date · Date of Joining · Joined · 到職日 · 入职日期 · 到职日期"),
            example="2024-03-01",
        ),
        ImportField(
            "starts_on",
            _("In force from"),
            Day(),
            aliases=also("Effective Date · Valid From · 生效日 · 生效日期"),
            example="2026-01-01",
        ),
    ),
)

register(PEOPLE)
