"""Board pages: columns with count and sums in one query, the first cards of every column, moves by mouse and keyboard."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import pgettext

from cadre.kernel import clock
from cadre.kernel.money import round_half_away
from cadre.ui import formatting, keyset
from cadre.ui.filtering import Filtered
from cadre.ui.filters import all_of
from cadre.ui.listing import clean

Text = str | Promise


@dataclass(frozen=True)
class Lane:
    """A column: its value in the rows' field, words, kind (open, won, lost), probability in per cent and how far along it stands."""

    value: Any
    label: Text
    kind: str = "open"
    probability: int | None = None
    percent: int = 0
    note: Text = ""
    takes: bool = True  # cards may be put here


@dataclass(frozen=True)
class Filled:
    """A lane with its sums and first cards."""

    lane: Lane
    count: int
    total: int
    weighted: int
    share: str
    cards: Sequence[Any] = field(default_factory=tuple)
    rest: int = 0
    more: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why a card may not stand there: what is met and what is missing, and the form that supplies it."""

    title: Text
    met: Sequence[Text] = ()
    missing: Sequence[Text] = ()
    mend: str = ""
    mend_label: Text = ""


class BoardPage(Filtered):
    """Base of every board. `return OpportunityBoard(request).response()`; moves are POSTs to `move_url` (see `moved` and `refused`).

    A request costs three queries: sums per lane, the ids of the first `first` cards of every lane, and these cards.
    """

    key: ClassVar[str]
    title: ClassVar[Text]
    template: ClassVar[str] = "ui/board.html"
    card: ClassVar[str]  # template of one card; context: card, board
    lane_field: ClassVar[str]
    amount_field: ClassVar[str] = ""
    order: ClassVar[tuple[str, ...]] = ("pk",)
    first: ClassVar[int] = 12
    more: ClassVar[int] = 50
    live: ClassVar[str] = ""
    changed: ClassVar[str] = ""  # the event of the room's own forms, after which the page fetches itself at once

    @cached_property
    def params(self) -> QueryDict:
        """The filters in force."""
        return clean(self.request.GET)

    # ---- what a room fills in ----
    def lanes(self) -> Sequence[Lane]:
        raise NotImplementedError

    def rows(self) -> QuerySet[Any]:
        """All rows the reader may see, with what a card shows, whether they stand on the board or not."""
        raise NotImplementedError

    def on_board(self) -> Sequence[Q]:
        """Which of the rows stand on the board: plain conditions, no row under two of them, each answered by an index of its own."""
        return [Q(**{f"{self.lane_field}__in": [lane.value for lane in self._lanes]})]

    def of_lane(self, lane: Lane) -> Q:
        """Which of the rows stand in one lane; plain conditions, so that an index hands them out in order."""
        return Q(**{self.lane_field: lane.value})

    def move_url(self) -> str:
        """Where a move is posted: card (id), to (lane value), version."""
        raise NotImplementedError

    @property
    def currency(self) -> str:
        return ""

    def context(self) -> dict[str, Any]:
        return {}

    # ---- cards ----
    @cached_property
    def _lanes(self) -> Sequence[Lane]:
        return self.lanes()

    @cached_property
    def _narrowed(self) -> QuerySet[Any]:
        return self.rows().filter(all_of(self.filters, self.params, self.actor))

    @cached_property
    def sums(self) -> dict[Any, tuple[int, int]]:
        """Per lane: count and amount."""
        wanted = {"count": Count("*"), **({"total": Sum(self.amount_field)} if self.amount_field else {})}
        # Behind a function SQLite does not read all rows in the order of lanes, though few of them are on the board
        lane = Coalesce(self.lane_field, self.lane_field)
        narrowed = self._narrowed.order_by()
        first, *others = [narrowed.filter(part).values(lane=lane).annotate(**wanted) for part in self.on_board()]
        sums: dict[Any, tuple[int, int]] = {}
        for row in first.union(*others, all=True) if others else first:
            count, total = sums.get(row["lane"], (0, 0))
            sums[row["lane"]] = (count + row["count"], total + (row.get("total") or 0))
        return sums

    def first_cards(self) -> dict[Any, list[Any]]:
        """The first cards of every lane: their ids by one slice per lane, which an index serves, then all of them at once."""
        slices = [
            self._lane_rows(lane).values_list("pk", flat=True)[: self.first]
            for lane in self._lanes
            if self.sums.get(lane.value, (0, 0))[0]
        ]
        ids = keyset.ids_of(slices)
        attribute = self.lane_field.removesuffix("_id")
        attname = self.rows().model._meta.get_field(attribute).attname
        cards: dict[Any, list[Any]] = {}
        for card in self._narrowed.filter(pk__in=ids) if ids else ():
            cards.setdefault(getattr(card, attname), []).append(card)
        for held in cards.values():
            _sort(held, self.order)
        return cards

    def _lane_rows(self, lane: Lane) -> QuerySet[Any]:
        return self._narrowed.filter(self.of_lane(lane)).order_by(*self.order)

    def filled(self) -> list[Filled]:
        """The lanes as they stand on the page."""
        return self._lanes_with(self.first_cards())

    def heads(self) -> list[Filled]:
        """The lanes' sums alone, to renew the heads after a move."""
        return self._lanes_with({})

    def _lanes_with(self, cards: Mapping[Any, Sequence[Any]]) -> list[Filled]:
        most = max((total or count for count, total in self.sums.values()), default=0) or 1
        return [self._filled(lane, cards.get(lane.value, []), most) for lane in self._lanes]

    def _filled(self, lane: Lane, cards: Sequence[Any], most: int) -> Filled:
        count, total = self.sums.get(lane.value, (0, 0))
        weighted = round_half_away(formatting.Fraction(total * (lane.probability or 0), 100))
        share = f"{100 * (total or count) / most:.1f}%"
        return Filled(
            lane,
            count,
            total,
            weighted,
            share,
            cards,
            min(count - len(cards), self.more),
            self.address(lane=lane.value, skip=len(cards)),
        )

    @cached_property
    def overall(self) -> dict[str, int]:
        """Count, amount and weighted amount of the open lanes together."""
        open_lanes = [lane for lane in self._lanes if lane.kind == "open"]
        pairs = [(lane, *self.sums.get(lane.value, (0, 0))) for lane in open_lanes]
        weighted = sum(
            (formatting.Fraction(total * (lane.probability or 0), 100) for lane, _, total in pairs),
            formatting.Fraction(0),
        )
        return {
            "count": sum(p[1] for p in pairs),
            "total": sum(p[2] for p in pairs),
            "weighted": round_half_away(weighted),
        }

    # ---- addresses and filters ----
    def address(self, **changes: Any) -> str:
        params = self.params.copy()
        for name in ("lane", "skip", "part"):
            params.pop(name, None)
        for name, value in changes.items():
            if value is None:
                params.pop(name, None)
            else:
                params[name] = str(value)
        return f"{self.request.path}?{params.urlencode()}" if params else self.request.path

    @property
    def heads_url(self) -> str:
        return self.address(part="heads")

    @property
    def state(self) -> str:
        return self.params.urlencode()

    @property
    def today(self) -> Any:
        return clock.today()

    # ---- answers ----
    def response(self) -> HttpResponse:
        """The page, its inner part, or further cards of one lane."""
        htmx: Any = getattr(self.request, "htmx", None)
        if htmx and "lane" in self.request.GET:
            return self._more_cards()
        part = self.request.GET.get("part") if htmx else ""
        if part == "filters":
            return self.filters_answer()
        context = {"board": self, **self.context()}
        if part == "heads":
            return render(self.request, "ui/_board_heads.html", context)
        if htmx and not htmx.history_restore_request and htmx.target == "board":
            answer = render(self.request, "ui/_board.html", context)
            answer["HX-Push-Url"] = self.address()
            return answer
        return render(self.request, self.template, context)

    def _more_cards(self) -> HttpResponse:
        lane = next((lane for lane in self._lanes if str(lane.value) == self.request.GET["lane"]), None)
        text = self.request.GET.get("skip", "")
        skip = int(text) if text.isdecimal() and len(text) < 10 else 0
        if lane is None:
            return HttpResponse(status=404)
        rows = list(self._lane_rows(lane)[skip : skip + self.more + 1])
        shown = rows[: self.more]
        more = self.address(lane=lane.value, skip=skip + len(shown)) if len(rows) > self.more else ""
        return render(
            self.request,
            "ui/_board_cards.html",
            {"board": self, "cards": shown, "more": more, "rest": self.more if more else 0},
        )

    def moved(self, card: Any, message: str, events: Mapping[str, Any] | None = None, undo: str = "") -> HttpResponse:
        """The answer to a move that was done: the card anew, a toast, perhaps with undo.

        The sums in the heads follow in a request of their own.
        """
        toast: dict[str, Any] = {"text": message, "tone": "ok"}
        if undo:
            toast |= {"act": undo, "label": pgettext("button", "Undo")}
        answer = render(self.request, "ui/_board_moved.html", {"board": self, "card": card})
        answer["HX-Trigger"] = json.dumps({"toast": toast, **(events or {})})
        return answer

    def refused(self, refusal: Refusal) -> HttpResponse:
        """The answer to a move that the rules forbid: the reasons, to stand where the card was put."""
        return render(self.request, "ui/_board_refused.html", {"refusal": refusal}, status=409)


def _sort(rows: list[Any], order: Sequence[str]) -> None:
    """Sort in place as the database did; the last key first, so that each is stable under the next. Missing values last."""
    for path in reversed(order):
        descending = path.startswith("-")
        name = path.lstrip("-").replace("__", ".")
        known = [row for row in rows if _reach(row, name) is not None]
        missing = [row for row in rows if _reach(row, name) is None]
        known.sort(key=lambda row: _reach(row, name), reverse=descending)
        rows[:] = known + missing


def _reach(row: Any, path: str) -> Any:
    for step in path.split("."):
        row = getattr(row, step, None)
        if row is None:
            return None
    return row
