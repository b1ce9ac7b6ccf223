"""The small read models of a list page, and what it remembers about a reader."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from cadre.kernel.access import Actor
from cadre.ui.columns import Column, escape
from cadre.ui.filters import Filter

Text = str | Promise


@dataclass(frozen=True)
class View:
    """A named state of a list: filters and sort as a query string. Built-in ones have no pk; the first is the default."""

    key: str
    label: Text
    query: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class Empty:
    """What an empty list says: what this is for, and the first step."""

    title: Text
    text: Text = ""
    icon: str = "inbox"


@dataclass(frozen=True)
class Bulk:
    """An action on the selected rows: opens the drawer at `url_name` with ?ids=… or ?all=1&state=…"""

    key: str
    label: Text
    url_name: str
    icon: str = "pencil"
    phone: bool = True


@dataclass(frozen=True)
class Head:
    column: Column
    url: str
    direction: str


@dataclass(frozen=True)
class Line:
    pk: int
    url: str
    name: str | None
    cells: list[SafeString]
    row: Any

    @property
    def html(self) -> SafeString:
        """The whole <tr>, with its check box where the row has a name: one step of the template instead of one for each cell."""
        pick = (
            '<td class="pick"><input type="checkbox" class="form-check-input" name="pick"'
            f' value="{self.pk}" form="none" aria-label="{escape(self.name)}"></td>'
            if self.name is not None
            else ""
        )
        # each cell is escaped where it is made
        return SafeString(f'<tr data-row="{self.pk}">{pick}{"".join(self.cells)}</tr>')


@dataclass(frozen=True)
class Chip:
    """A filter as it stands in the tool line; `fields` are what its editor shows."""

    filter: Filter
    words: str
    without: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Tab:
    label: Text
    url: str
    current: bool
    pk: int | None
    key: str


def clean(params: QueryDict) -> QueryDict:
    """Without the empty values a form sends."""
    kept = QueryDict(mutable=True)
    for name in params:
        values = [value for value in params.getlist(name) if value != ""]
        if values and not name.startswith("csrf"):
            kept.setlist(name, values)
    return kept


def saved_views(page: str, actor: Actor | None) -> list[View]:
    """The reader's own views of a list."""
    from cadre.ui.models import SavedView

    if actor is None or actor.user_id is None:
        return []
    rows = (
        SavedView.objects.filter(user_id=actor.user_id, page=page)
        .order_by("position", "pk")
        .values_list("pk", "name", "query")
    )
    return [View(f"my-{pk}", name, query, pk) for pk, name, query in rows]


def shown_columns(request: HttpRequest, page: str, columns: Sequence[Column]) -> tuple[list[str], str]:
    """Which columns this browser shows and how dense: kept in a cookie written by the column chooser."""
    usual = [column.key for column in columns if column.shown]
    kept = parse_qs(request.COOKIES.get(cookie_name(page), "").replace("%26", "&").replace("%3D", "="))
    known = {column.key for column in columns}
    wanted = [key for key in kept.get("columns", [""])[0].split(".") if key in known]
    density = kept.get("density", ["normal"])[0]
    title = next((column.key for column in columns if column.kind == "title"), None)
    if wanted and title and title not in wanted:
        wanted.insert(0, title)
    return wanted or usual, density if density in {"tight", "normal", "roomy"} else "normal"


def cookie_name(page: str) -> str:
    return "list_" + page.replace(".", "_")
