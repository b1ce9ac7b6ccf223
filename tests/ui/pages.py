"""A list, a board and a form over real rows, without a room's own pages: what the machinery is tested on."""

from django.db.models import Q
from django.http import HttpResponse
from django.urls import include, path

import cadre.people.services  # noqa: F401  the home page asks who may use its verbs
from cadre.crm.models import Opportunity, PipelineStage
from cadre.ui.boards import BoardPage, Lane, Refusal
from cadre.ui.filters import Choice, Dates, Flag, Numbers
from cadre.ui.lists import Bulk, Column, Empty, ListPage, View, chosen


def stages(_actor):
    return [(stage.pk, stage.name) for stage in PipelineStage.objects.order_by("position")]


class DealList(ListPage):
    key, title, sort, size = "tests.deals", "Deals", "-amount", 25
    search_hint = "Account or number"
    empty = Empty("No deals yet", "A deal is a sale that may happen.", "briefcase")
    columns = (
        Column(
            "name",
            "Account · product",
            "account.name",
            "title",
            sort="account__name",
            sub="product.name",
            phone="title",
        ),
        Column("industry", "Industry", "account.industry", quiet=True),
        Column(
            "stage",
            "Stage",
            lambda row: (row.stage.name, row.stage.probability_percent, row.stage.kind),
            "stage",
            sort="stage__position",
            phone="a",
        ),
        Column(
            "amount",
            "Amount",
            "amount_minor",
            "money",
            sort="base_minor",
            sum="base_minor",
            strong=True,
            phone="figure",
        ),
        Column("close", "Expected close", "expected_close_on", "due", sort="expected_close_on", phone="note"),
        Column("owner", "Owner", "owner.name", "person", sort="owner__name", phone="b"),
        Column("number", "Number", "external_id", "code", shown=False),
    )
    filters = (
        Choice("stage", "Stage", "stage", choices=stages),
        Dates("close", "Expected close", "expected_close_on"),
        Numbers("amount", "Amount", "base_minor", scale=100),
        Flag("open", "Open", condition=Q(state="open")),
    )
    views = (View("all", "All"), View("big", "Above 5,000", "amount_from=5000"))
    bulk = (Bulk("owner", "Change owner", "tests-bulk", icon="user-share"),)

    def rows(self):
        return Opportunity.objects.select_related("account", "product", "stage", "owner")

    def url(self, row):
        return f"/deals/{row.pk}/"

    def search(self, rows, words):
        return rows.filter(account__name__icontains=words)

    @property
    def currency(self):
        return "USD"


class DealBoard(BoardPage):
    key, title, card = "tests.board", "Deals", "ui/_gallery_tile.html"
    lane_field, amount_field, order = "stage_id", "base_minor", ("-base_minor", "pk")
    first = 3
    filters = DealList.filters[:2]

    def lanes(self):
        return [
            Lane(s.pk, s.name, s.kind, s.probability_percent, s.probability_percent)
            for s in PipelineStage.objects.order_by("position")
        ]

    def rows(self):
        return Opportunity.objects.select_related("account", "product", "owner")

    def move_url(self):
        return f"/board/move/?{self.request.GET.urlencode()}"

    @property
    def currency(self):
        return "USD"


def move(request):
    board = DealBoard(request)
    if request.POST["to"] == "0" or "refuse" in request.GET:
        return board.refused(Refusal("Not yet", missing=["Decision-maker"]))
    return board.moved(Opportunity.objects.get(pk=request.POST["card"]), "Moved.")


def bulk(request):
    return HttpResponse(str(chosen(request, DealList).count()))


urlpatterns = [
    path("", include("cadre.web.urls")),
    path("", include("cadre.ui.urls")),
    path("deals/", lambda request: DealList(request).response()),
    path("bulk/", bulk, name="tests-bulk"),
    path("board/", lambda request: DealBoard(request).response()),
    path("board/move/", move),
]
