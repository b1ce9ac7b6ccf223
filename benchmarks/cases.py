"""What is measured: each case is one request as a browser or a script sends it, by one person of the generated company."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.test import Client

LIST_SIZE = 80
QUERIES = ["Formosa", "台灣電", "GTX-Pro", "宏远", "Lin", "0012", "contact12", "Meridian Optics", "華新物流", "8 7"]

Send = Callable[[int], Callable[[], Any]]


@dataclass(frozen=True)
class Case:
    """`prepared(n)` is the n-th request, ready to be sent. `aim` is in ms, on PostgreSQL; `path` what can be asked again as it is."""

    name: str
    who: str
    prepared: Send
    aim: int | None = None
    path: str = ""
    status: int = 200


class Stage:
    """Signs people in and knows the addresses."""

    def __init__(self) -> None:
        from cadre.crm.models import Opportunity, PipelineStage
        from cadre.kernel.access import actor_of
        from cadre.kernel.models import User
        from cadre.kernel.tokens import create_token
        from cadre.ui.lists import ListPage

        ListPage.size = LIST_SIZE
        self.people = {
            "director": User.objects.get(email="person000@bench.example"),
            "manager": User.objects.get(email="person006@bench.example"),
            "rep": User.objects.get(email="person044@bench.example"),
        }
        self.clients = {}
        for name, user in self.people.items():
            self.clients[name] = Client()
            self.clients[name].force_login(user)
        self.actors = {name: actor_of(user) for name, user in self.people.items()}
        _token, secret = create_token(
            actor=self.actors["rep"], label="bench", scopes=["crm:read", "crm:write", "metrics:read"]
        )
        self.bearer = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
        stages = PipelineStage.objects.in_bulk(field_name="key")
        self.lead, self.needs = stages["lead"], stages["needs"]
        self.own = list(
            Opportunity.objects.filter(owner_id=self.actors["rep"].employee_id, stage=self.lead).order_by("pk")[:8]
        )
        self.deals = list(
            Opportunity.objects.filter(account__isnull=False).order_by("pk").values_list("pk", flat=True)[:40]
        )
        self.own_deals = list(
            Opportunity.objects.filter(account__isnull=False, owner_id=self.actors["rep"].employee_id)
            .order_by("pk").values_list("pk", flat=True)[:40]
        )  # fmt: skip
        self.turns = count()

    def get(self, who: str, path: str, **headers: Any) -> Send:
        return lambda _n: lambda: self.clients[who].get(path, **headers)

    def record(self, who: str, ids: list[int]) -> Send:
        return lambda n: lambda: self.clients[who].get(f"/crm/opportunities/{ids[n % len(ids)]}/")

    def search(self, who: str) -> Send:
        return lambda n: lambda: self.clients[who].get("/search/", {"q": QUERIES[n % len(QUERIES)]})

    def move(self, _n: int) -> Callable[[], Any]:
        """A card to the next column, and at its next turn back."""
        from cadre.crm.models import Opportunity

        deal = self.own[next(self.turns) % len(self.own)]
        now = Opportunity.objects.get(pk=deal.pk)
        to = self.needs if now.stage_id == self.lead.pk else self.lead
        sent = {"card": deal.pk, "to": to.pk, "version": now.version}
        return lambda: self.clients["rep"].post("/crm/opportunities/drop/", sent, HTTP_HX_REQUEST="true")

    def create(self, _n: int) -> Callable[[], Any]:
        sent = {"product_id": 1, "amount_minor": 120_000, "currency": "USD", "next_step": "Call"}
        body, kind = json.dumps(sent), "application/json"
        return lambda: Client().post("/api/v1/opportunities", body, content_type=kind, **self.bearer)


def cases(stage: Stage) -> list[Case]:
    """All cases in the order of the table."""
    from django.urls import reverse

    from cadre.kernel import clock

    deals, board = reverse("crm:opportunity-list"), reverse("crm:opportunity-board")
    end = clock.today().replace(day=1)
    begin = end.replace(year=end.year - 1)
    year = f"from={begin}&to={end - dt.timedelta(days=1)}"
    numbers = f"/api/v1/metrics/query?metric=bookings.amount&by=employee&by=month&{year}"
    found = [Case(f"home, {who}", who, stage.get(who, "/"), path="/") for who in ("rep", "manager", "director")]
    for who in ("rep", "manager", "director"):
        found += [Case(f"list of {LIST_SIZE}, {who}", who, stage.get(who, deals), 40, deals)]
    found += [
        Case(f"list of {LIST_SIZE} of all 100,000, director", "director", stage.get("director", f"{deals}?f=1"), 40, f"{deals}?f=1"),
        Case("list, counts of the tabs, director", "director",
             stage.get("director", f"{deals}?part=counts", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="tabs")),
        Case("board, rep", "rep", stage.get("rep", board), 60, board),
        Case("board, manager", "manager", stage.get("manager", board), 60, board),
        Case("board, director", "director", stage.get("director", board), 60, board),
        Case("record, rep", "rep", stage.record("rep", stage.own_deals), 40),
        Case("record, director", "director", stage.record("director", stage.deals), 40),
        Case("search, rep", "rep", stage.search("rep"), 50),
        Case("search, manager", "manager", stage.search("manager"), 50),
        Case("search, director", "director", stage.search("director"), 50),
        Case("stage move, rep", "rep", stage.move, 20),
        Case("opportunity over the API, rep", "rep", stage.create, 15, status=201),
        Case("reps × 12 months over the API, director", "director", stage.get("director", numbers), 100, numbers),
    ]  # fmt: skip
    return found
