"""List pages: a room declares columns, filters and views; sorting, paging, sums, chips, saved views, selection and export follow."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import Aggregate, Count, Expression, QuerySet, Sum
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from cadre.kernel import clock
from cadre.ui import exports, keyset, services
from cadre.ui.columns import Cells, Column
from cadre.ui.filtering import Filtered
from cadre.ui.filters import all_of
from cadre.ui.listing import Bulk, Empty, Head, Line, Tab, View, clean, saved_views, shown_columns

Text = str | Promise


class ListPage(Filtered):
    """Base of every list. Subclass in the room's lists.py, then `return OpportunityList(request).response()` in the view.

    A request costs a fixed number of queries: saved views, count and sums, and the rows (one more where the sort value may be missing).
    """

    key: ClassVar[str]
    title: ClassVar[Text]
    template: ClassVar[str] = "ui/list.html"
    columns: ClassVar[Sequence[Column]]
    views: ClassVar[Sequence[View]] = ()
    bulk: ClassVar[Sequence[Bulk]] = ()
    sort: ClassVar[str]
    size: ClassVar[int] = 50
    search_hint: ClassVar[Text] = ""
    empty: ClassVar[Empty]
    live: ClassVar[str] = ""
    # Fields of the rows (ORM paths) that no column shows: a page does not load them
    unshown: ClassVar[Sequence[str]] = ()
    changed: ClassVar[str] = ""  # the event of the room's own forms, after which the page fetches itself at once

    # ---- what a room fills in ----
    def rows(self) -> QuerySet[Any]:
        """All rows the reader may see, with what the columns need (select_related, only). Start from visible_to(self.actor)."""
        raise NotImplementedError

    def url(self, row: Any) -> str:
        """Where a row's title leads."""
        raise NotImplementedError

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """Narrow by what was typed into the list's own search box. No box without `search_hint`."""
        return rows

    def row_name(self, row: Any) -> str:
        """What a row is called for those who do not see it (check box)."""
        return str(row)

    @property
    def currency(self) -> str:
        """The currency of money heads and sums."""
        return ""

    def context(self) -> dict[str, Any]:
        """More for the room's own template."""
        return {}

    # ---- state, from the address ----
    @cached_property
    def params(self) -> QueryDict:
        """The filters in force: those of the address, else those of the chosen view."""
        given = clean(self.request.GET)
        explicit = "f" in given or any(
            name not in {"view", "sort", "after", "before", "part", "export"} for name in given
        )
        if explicit or not self.view:
            return given
        params = QueryDict(self.view.query, mutable=True)
        for name in given:
            params.setlist(name, given.getlist(name))
        return params

    @cached_property
    def all_views(self) -> list[View]:
        return [*self.views, *saved_views(self.key, self.actor)]

    @cached_property
    def view(self) -> View | None:
        wanted = self.request.GET.get("view")
        found = next((view for view in self.all_views if view.key == wanted), None)
        return found or (self.all_views[0] if self.all_views else None)

    @cached_property
    def sorting(self) -> tuple[Column, bool]:
        """The column sorted by and whether descending."""
        for text in (self.params.get("sort", ""), self.sort):
            column = self.by_key.get(text.lstrip("-"))
            if column and column.sort:
                return column, text.startswith("-")
        raise ValueError(f"{self.key}: the default sort {self.sort!r} is not a sortable column")

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def _kept(self) -> tuple[list[str], str]:
        return shown_columns(self.request, self.key, self.columns)

    @cached_property
    def visible_columns(self) -> list[Column]:
        return [column for column in self.columns if column.key in self._kept[0]]

    @property
    def density(self) -> str:
        return self._kept[1]

    @cached_property
    def query(self) -> str:
        """The words in the search box."""
        return self.params.get("q", "").strip()[:100] if self.search_hint else ""

    # ---- rows ----
    @cached_property
    def filtered(self) -> QuerySet[Any]:
        """All rows of the filter, in no order."""
        found = self.rows().filter(all_of(self.filters, self.params, self.actor))
        return self.search(found, self.query) if self.query else found

    @cached_property
    def page(self) -> keyset.Page:
        column, descending = self.sorting
        order = keyset.Order(column.sort, descending)
        rows = self.filtered.defer(*self.unshown)
        return keyset.page_of(
            rows, order, self.size, self.request.GET.get("after", ""), self.request.GET.get("before", "")
        )

    @cached_property
    def totals(self) -> dict[str, Any]:
        """Count and sums of the whole filter, in one query."""
        sums: dict[str, Expression | Aggregate] = {}
        for column in self.columns:
            if column.sum is not None:
                sums[f"sum_{column.key}"] = Sum(column.sum)
        return self.filtered.order_by().aggregate(count=Count("pk"), **sums)

    @property
    def hides_rows(self) -> bool:
        """Of a page without rows: whether the filters keep them away. Where there are none at all, the reader wants a first step."""
        return self.rows().order_by().exists()

    @cached_property
    def cells(self) -> Cells:
        return Cells(self.language, clock.today(), self.currency)

    def lines(self) -> list[Line]:
        """The rows of this page with their cells."""
        columns, cells = self.visible_columns, self.cells
        found = []
        for row in self.page.rows:
            url = self.url(row)
            found.append(
                Line(
                    row.pk,
                    url,
                    self.row_name(row) if self.bulk else None,
                    [column.cell(row, cells, url) for column in columns],
                    row,
                )
            )
        return found

    def foot(self) -> list[SafeString | str]:
        """The sums under the visible columns after the first; empty when no column sums."""
        if not any(column.sum is not None for column in self.visible_columns):
            return []
        return [
            "" if column.sum is None else column.sum_text(self.totals[f"sum_{column.key}"], self.cells)
            for column in self.visible_columns[1:]
        ]

    # ---- addresses ----
    def address(self, **changes: Any) -> str:
        """This list with some parameters changed (None drops one); always from the first page."""
        params = self.params.copy()
        for name in ("after", "before", "part", "export"):
            params.pop(name, None)
        params["f"] = "1"
        for name, value in changes.items():
            if value is None:
                params.pop(name, None)
            elif isinstance(value, list):
                params.setlist(name, value)
            else:
                params[name] = value
        return f"{self.request.path}?{params.urlencode()}"

    def heads(self) -> list[Head]:
        """The head cells; a sortable one leads to itself, and turned round when it is the sort already."""
        current, descending = self.sorting
        found = []
        for column in self.visible_columns:
            direction = "" if column is not current else "descending" if descending else "ascending"
            down_first = column.is_figure if direction == "" else direction == "ascending"
            url = self.address(sort=("-" if down_first else "") + column.key) if column.sort else ""
            found.append(Head(column, url, direction))
        return found

    def tabs(self) -> list[Tab]:
        return [
            Tab(
                view.label, f"{self.request.path}?{urlencode({'view': view.key})}", view is self.view, view.pk, view.key
            )
            for view in self.all_views
        ]

    def kept(self) -> list[tuple[str, str]]:
        """Hidden fields of the filter form: what a change of filters keeps."""
        return [(name, str(self.params[name])) for name in ("view", "sort") if self.params.get(name)]

    @property
    def state(self) -> str:
        """The filters and the sort as a query string, for saved views and bulk actions on the whole filter."""
        params = self.params.copy()
        for name in ("view", "f", "after", "before", "part", "export"):
            params.pop(name, None)
        return params.urlencode()

    def tab_counts(self) -> list[tuple[Tab, int]]:
        """Rows per view, in one query; asked for after the page stands."""
        tabs = self.tabs()
        counts = {}
        for index, view in enumerate(self.all_views):
            condition = all_of(self.filters, QueryDict(view.query), self.actor)
            counts[f"n{index}"] = Count("pk", filter=condition, distinct=False) if condition else Count("pk")
        found = self.rows().order_by().aggregate(**counts) if counts else {}
        return [(tab, found[f"n{index}"]) for index, tab in enumerate(tabs)]

    # ---- answer ----
    def response(self) -> HttpResponseBase:
        """The page, the part of it htmx asked for, or the file."""
        wanted = self.request.GET.get("export", "")
        if wanted in exports.FORMATS:
            column, descending = self.sorting
            order = f"{'-' if descending else ''}{column.sort}"
            services.note_export(
                actor=self.actor, page=self.key, title=str(self.title), form=wanted, query=self.params.urlencode()
            )
            return exports.file_of(wanted, str(self.title), self.visible_columns, self.filtered.order_by(order, "pk"))
        htmx: Any = getattr(self.request, "htmx", None)
        part = self.request.GET.get("part") if htmx else ""
        if part == "filters":
            return self.filters_answer()
        context = {"list": self, **self.context()}
        if part == "counts":
            return render(self.request, "ui/_tab_counts.html", context)
        if htmx and not htmx.history_restore_request and htmx.target == "list":
            answer = render(self.request, "ui/_list.html", context)
            answer["HX-Push-Url"] = self.canonical
            return answer
        return render(self.request, self.template, context)

    @property
    def canonical(self) -> str:
        """The address without empty parameters."""
        params = clean(self.request.GET)
        return f"{self.request.path}?{params.urlencode()}" if params else self.request.path


def chosen(request: HttpRequest, page: type[ListPage]) -> QuerySet[Any]:
    """The rows a bulk action is about: `ids`, or the whole filter when `all` is sent with the list's state.

    Which they are stands in the body or, as a drawer sends its form, in the address. What is about to change may drop out of
    the filter, so the rows of a POST are counted out first.
    """
    source = request.POST if {"ids", "all"} & request.POST.keys() else request.GET
    if source.get("all"):
        whole = page(request)
        whole.params = QueryDict(source.get("state", ""))
        if request.method != "POST":
            return whole.filtered
        return page(request).rows().filter(pk__in=list(whole.filtered.values_list("pk", flat=True)))
    ids = [int(pk) for pk in source.get("ids", "").split(",") if pk.isdecimal() and len(pk) < 19]
    return page(request).rows().filter(pk__in=ids[:5000])


__all__ = ["Bulk", "Column", "Empty", "ListPage", "View", "chosen"]
