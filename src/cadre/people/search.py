"""What search knows of colleagues, teams and territories."""

from django.utils.translation import pgettext_lazy

from cadre.kernel.search import SearchKind, register


def register_kinds() -> None:
    """Called once at start-up."""
    register(
        SearchKind(
            kind="people.employee",
            model="people.Employee",
            label=pgettext_lazy("search", "Colleagues"),
            url="people:employee-record",
            text=lambda row: (row.name, " ".join(filter(None, [row.external_id, row.email, row.phone]))),
            owner=lambda _row: None,
        )
    )
    register(
        SearchKind(
            kind="people.team",
            model="people.Team",
            label=pgettext_lazy("search", "Teams"),
            url="people:team-record",
            text=lambda row: (row.name, row.external_id or ""),
            owner=lambda _row: None,
        )
    )
    register(
        SearchKind(
            kind="people.territory",
            model="people.Territory",
            label=pgettext_lazy("search", "Territories"),
            url="people:territory-record",
            text=lambda row: (row.name, row.description),
            owner=lambda _row: None,
        )
    )
