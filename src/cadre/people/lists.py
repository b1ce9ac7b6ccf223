"""The lists of the organisation."""

from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel import clock, search
from cadre.kernel.access import Role
from cadre.kernel.models import AuditEntry, User
from cadre.people import queries
from cadre.people.models import Team, Territory
from cadre.ui.columns import Column
from cadre.ui.filters import Choice, Dates, Filter, Flag
from cadre.ui.history import History, model_name
from cadre.ui.keyset import Page
from cadre.ui.lists import Empty, ListPage, View


def _teams(_actor: Any) -> list[tuple[int, str]]:
    return list(queries.teams_on(clock.today()).values_list("pk", "name"))


def _offices(actor: Any) -> list[tuple[str, str]]:
    return [(name, name) for name in queries.offices(actor).values_list("name", flat=True)]


def _found(kind: str, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """The rows that the search index knows for these words, else those whose name holds them."""
    matching = search.matching(kind, words)
    return rows.filter(pk__in=matching) if matching is not None else rows.filter(name__icontains=words)


class EmployeeList(ListPage):
    key = "people.employees"
    title = pgettext_lazy("model", "Employees")
    template = "people/employee_list.html"
    search_hint = _("Name, number, e-mail")
    sort = "name"
    empty = Empty(_("Nobody here yet"), _("People join by hand or by an import from your HR system."), "users")
    columns = (
        Column("name", pgettext_lazy("person", "Name"), "name", "title", sort="name", phone="title"),
        Column("team", pgettext_lazy("model", "Team"), "team_name", sort="team_name", phone="a"),
        Column("position", pgettext_lazy("model", "Position"), queries.position_of, sort="position_key", phone="b"),
        Column("office", pgettext_lazy("model", "Office"), "office_name", sort="office_name"),
        Column("email", _("E-mail"), "email", sort="email", quiet=True),
        Column("phone", pgettext_lazy("field", "Phone"), "phone", quiet=True),
        Column("number", _("Employee number"), "external_id", "code", sort="external_id", shown=False),
        Column("hired_on", _("Joined on"), "hired_on", "date", sort="hired_on"),
        Column("left_on", _("Left on"), "left_on", "date", sort="left_on", shown=False),
    )
    filters = (
        Flag(
            "here",
            pgettext_lazy("filter", "Belongs to the company"),
            condition=lambda _actor: queries.employed(clock.today()),
        ),
        Choice("team", pgettext_lazy("model", "Team"), "team_id", choices=_teams, empty=True),
        Choice("office", pgettext_lazy("model", "Office"), "office_name", choices=_offices, empty=True),
        Dates("joined", _("Joined on"), "hired_on"),
        Dates("left", _("Left on"), "left_on"),
    )
    views = (
        View("here", pgettext_lazy("list view", "Present"), "here=yes"),
        View("new", pgettext_lazy("list view", "New this quarter"), "joined=quarter"),
        View("gone", pgettext_lazy("list view", "Former"), "here=no"),
        View("all", pgettext_lazy("list view", "All")),
    )

    def rows(self) -> QuerySet[Any]:
        return queries.employees(self.actor)

    def url(self, row: Any) -> str:
        return reverse("people:employee-record", args=[row.pk])

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        return _found("people.employee", rows, words)


class TeamList(ListPage):
    key = "people.teams"
    title = pgettext_lazy("model", "Teams")
    template = "people/team_list.html"
    search_hint = pgettext_lazy("team", "Name")
    sort = "name"
    empty = Empty(
        _("No team yet"),
        _("Teams form the tree along which results add up and managers see their people."),
        "users-group",
    )
    columns = (
        Column("name", pgettext_lazy("team", "Name"), "name", "title", sort="name", phone="title"),
        Column("kind", pgettext_lazy("team", "Kind"), lambda row: row.get_kind_display(), sort="kind", phone="b"),
        Column("parent", pgettext_lazy("field", "Under"), "parent_name", sort="parent_name"),
        Column("lead", _("Team lead"), "lead_name", sort="lead_name", phone="a"),
        Column("office", pgettext_lazy("model", "Office"), "office_name", sort="office_name"),
        Column("since", _("Here since"), "stands_from", "date", sort="stands_from"),
    )
    filters = (
        Flag("stands", pgettext_lazy("filter", "Stands today"), condition=Q(stands_from__isnull=False)),
        Choice("kind", pgettext_lazy("team", "Kind"), "kind", choices=Team.Kind.choices),
        Choice("office", pgettext_lazy("model", "Office"), "office_name", choices=_offices, empty=True),
        Flag("led", pgettext_lazy("filter", "Has a lead"), condition=Q(lead_id__isnull=False)),
    )
    views = (
        View("stands", pgettext_lazy("list view", "Present"), "stands=yes"),
        View("unled", pgettext_lazy("list view", "Without a lead"), "stands=yes&led=no"),
        View("all", pgettext_lazy("list view", "All")),
    )

    def rows(self) -> QuerySet[Any]:
        return queries.teams(self.actor)

    def url(self, row: Any) -> str:
        return reverse("people:team-record", args=[row.pk])

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        return _found("people.team", rows, words)


class TerritoryList(ListPage):
    key = "people.territories"
    title = pgettext_lazy("model", "Territories")
    template = "people/territory_list.html"
    search_hint = pgettext_lazy("territory", "Name")
    sort = "name"
    empty = Empty(_("No territory yet"), _("A territory is a part of the market with one owner at a time."), "map-2")
    columns = (
        Column("name", pgettext_lazy("territory", "Name"), "name", "title", sort="name", phone="title"),
        Column("kind", pgettext_lazy("territory", "Kind"), lambda row: row.get_kind_display(), sort="kind", phone="b"),
        Column("owner", pgettext_lazy("field", "Owner"), "owner_name", "person", sort="owner_name", phone="a"),
        Column("since", _("Owner from"), "owned_from", "date", sort="owned_from"),
        Column("about", _("What belongs to it"), "description", quiet=True),
    )
    filters = (
        Choice("kind", pgettext_lazy("territory", "Kind"), "kind", choices=Territory.Kind.choices),
        Flag("owned", pgettext_lazy("filter", "Has an owner"), condition=Q(owner_id__isnull=False)),
    )
    views = (
        View("all", pgettext_lazy("list view", "All")),
        View("unowned", pgettext_lazy("list view", "Without an owner"), "owned=no"),
    )

    def rows(self) -> QuerySet[Any]:
        return queries.territories(self.actor)

    def url(self, row: Any) -> str:
        return reverse("people:territory-record", args=[row.pk])

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        return _found("people.territory", rows, words)


def role_names(user: User) -> str:
    """The roles of a sign-in in words."""
    return ", ".join(str(Role(role).label) for role in user.roles)


class SignInList(ListPage):
    key = "people.sign_ins"
    title = _("Users and roles")
    template = "people/sign_in_list.html"
    search_hint = _("Name, e-mail")
    sort = "name"
    empty = Empty(_("No sign-in yet"))
    columns = (
        Column("name", pgettext_lazy("person", "Name"), "name", "title", sort="name", phone="title"),
        Column("email", _("E-mail"), "email", sort="email", phone="a"),
        Column("roles", pgettext_lazy("field", "Roles"), role_names, phone="b"),
        Column("person", pgettext_lazy("field", "Person"), "employee_name", sort="employee_name"),
        Column("last", _("Last sign-in"), "last_login", "moment", sort="last_login"),
        Column("active", _("May sign in"), "is_active", "flag", sort="is_active"),
    )
    filters = (
        Flag("active", _("May sign in"), condition=Q(is_active=True)),
        Flag("linked", pgettext_lazy("filter", "Belongs to a person"), condition=Q(employee_id__isnull=False)),
    )
    views = (
        View("active", pgettext_lazy("list view", "Active"), "active=yes"),
        View("off", pgettext_lazy("list view", "Switched off"), "active=no"),
    )

    def rows(self) -> QuerySet[Any]:
        return queries.sign_ins(self.actor)

    def url(self, row: Any) -> str:
        return reverse("people:sign-in-record", args=[row.pk])

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        return rows.filter(Q(name__icontains=words) | Q(email__icontains=words))


ACTIONS = {
    "created": pgettext_lazy("audit action", "Created"),
    "changed": pgettext_lazy("audit action", "Changed"),
    "removed": pgettext_lazy("audit action", "Removed"),
    "created_many": pgettext_lazy("audit action", "Created many"),
    "removed_many": pgettext_lazy("audit action", "Removed many"),
}


def _models(_actor: Any) -> list[tuple[str, str]]:
    # allow: visible - the audit log is opened by administrators alone, who see everything
    labels = AuditEntry.objects.order_by("model").values_list("model", flat=True).distinct()
    return sorted(((label, model_name(label)) for label in labels), key=lambda pair: pair[1])


def _users(_actor: Any) -> list[tuple[int, str]]:
    # allow: visible - as above
    return list(User.objects.order_by("name").values_list("pk", "name"))


class OneRecord(Filter):
    """The changes of one record: "crm.opportunity-17"."""

    def _parts(self, params: QueryDict) -> tuple[str, int] | None:
        model, _dash, pk = params.get(self.key, "").rpartition("-")
        return (model, int(pk)) if model and pk.isdecimal() and len(pk) < 19 else None

    def q(self, params: QueryDict, actor: Any) -> Q:
        parts = self._parts(params)
        return Q(model=parts[0], object_id=parts[1]) if parts else Q()

    def words(self, params: QueryDict, actor: Any, language: str) -> str:
        parts = self._parts(params)
        entry = queries.audit_entries(actor).filter(model=parts[0], object_id=parts[1]).last() if parts else None
        return f"{model_name(entry.model)} {entry.title}" if entry else str(params[self.key])


class AuditList(ListPage):
    key = "people.audit"
    title = _("Audit log")
    template = "people/audit_list.html"
    sort = "-at"
    search_hint = _("What was changed")
    empty = Empty(_("Nothing was changed yet"))
    filters = (
        Choice("who", pgettext_lazy("field", "Who"), "user_id", choices=_users, empty=True),
        OneRecord("record", pgettext_lazy("field", "Record")),
        Choice("model", pgettext_lazy("field", "What"), "model", choices=_models),
        Choice("action", pgettext_lazy("field", "Change"), "action", choices=list(ACTIONS.items())),
        Dates("at", pgettext_lazy("field", "When"), "at", instant=True, ahead=False),
    )

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.history = History()
        # Declared here, because the sentences of a page share the names that they mention
        self.columns = (  # type: ignore[misc]
            Column("what", pgettext_lazy("field", "Change"), self.history.sentence, "title", phone="title"),
            Column("record", pgettext_lazy("field", "Record"), "title", shown=False),
            Column("model", pgettext_lazy("field", "What"), lambda row: model_name(row.model), phone="b"),
            Column("who", pgettext_lazy("field", "Who"), "who", shown=False),
            Column("fields", _("Before and after"), self._before_and_after, shown=False),
            Column("verb", pgettext_lazy("field", "Action"), "verb", "code", sort="verb", shown=False),
            Column("at", pgettext_lazy("field", "When"), "at", "moment", sort="id", phone="figure"),
        )

    def rows(self) -> QuerySet[Any]:
        return queries.audit_entries(self.actor)

    @cached_property
    def page(self) -> Page:
        found = super().page
        self.history.load(found.rows)
        return found

    def url(self, row: Any) -> str:
        return reverse("people:audit-record", args=[row.pk])

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        return rows.filter(Q(title__icontains=words) | Q(verb__icontains=words))

    def _before_and_after(self, row: Any) -> str:
        return "; ".join(f"{one.label}: {one.before} → {one.after}" for one in self.history.fields(row))
