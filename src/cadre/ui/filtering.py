"""What lists and boards share: the reader, the filters in force as chips, and the others, fetched when somebody opens them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import translation

from cadre.ui.filters import Filter
from cadre.ui.listing import Chip


class Filtered:
    """A page over rows that filters narrow."""

    filters: ClassVar[Sequence[Filter]] = ()

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor = request.actor  # type: ignore[attr-defined]
        self.language = (translation.get_language() or "en").lower()

    @cached_property
    def params(self) -> QueryDict:
        """The filters in force."""
        raise NotImplementedError

    def address(self, **changes: Any) -> str:
        """This page with some parameters changed; None drops one."""
        raise NotImplementedError

    def chips(self) -> list[Chip]:
        """The active filters in words, each with the address without it."""
        found = []
        for one in self.filters:
            if one.is_active(self.params):
                without = self.address(**dict.fromkeys(one.names()))
                found.append(Chip(one, one.words(self.params, self.actor, self.language), without, self._fields(one)))
        return found

    @property
    def has_more_filters(self) -> bool:
        return any(not one.is_active(self.params) for one in self.filters)

    @property
    def filters_url(self) -> str:
        """Where the filters not in use are fetched: their choices cost more than the rows, and few pages need them."""
        return self.address(part="filters")

    def filters_answer(self) -> HttpResponse:
        """The editors of the filters not in use."""
        chips = [Chip(one, "", "", self._fields(one)) for one in self.filters if not one.is_active(self.params)]
        return render(self.request, "ui/_filters.html", {"filters": chips})

    def _fields(self, one: Filter) -> dict[str, Any]:
        options = one.options(self.actor) if hasattr(one, "options") else []
        chosen = set(self.params.getlist(one.key))
        return {
            "options": [(value, label, value in chosen) for value, label in options],
            "values": {
                name.removeprefix(one.key).lstrip("_") or "one": self.params.get(name, "") for name in one.names()
            },
        }
