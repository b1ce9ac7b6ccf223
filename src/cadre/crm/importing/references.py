"""What imported rows refer to: people, products, accounts and stages that are there already."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.conf import settings
from django.db.models import F, Model
from django.utils import translation

from cadre.crm.models import Account, LossReason, PipelineStage, Product
from cadre.crm.models.stage import SHIPPED
from cadre.imports.readers import Reference
from cadre.kernel.search.fold import fold
from cadre.people.queries import staff


def _entries(model: type[Model], *names: str) -> Callable[[], Iterable[tuple[str, int]]]:
    def entries() -> Iterable[tuple[str, int]]:
        rows = model._default_manager.values_list("pk", *names)
        return ((text, pk) for pk, *texts in rows for text in texts if text)

    return entries


def _accounts() -> Iterable[tuple[str, int]]:
    """Accounts in use by name and number; one that was merged stands for the one that took over."""
    rows = Account.objects.order_by(F("merged_into").asc(nulls_first=True), "pk")
    for pk, survivor, *texts in rows.values_list("pk", "merged_into", "name", "external_id"):
        yield from ((text, survivor or pk) for text in texts if text)


def _people() -> Iterable[tuple[str, int]]:
    rows = staff().values_list("pk", "name", "external_id", "email")
    return ((text, pk) for pk, *texts in rows for text in texts if text)


def _stages() -> Iterable[tuple[str, int]]:
    for stage in PipelineStage.objects.all():
        yield stage.name, stage.pk
        yield stage.key, stage.pk
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                yield str(SHIPPED.get(stage.key, stage.key)), stage.pk
        for word in _SAID_EVERYWHERE.get(stage.kind, ()):
            yield word, stage.pk


def _loss_reasons() -> Iterable[tuple[str, str]]:
    """Every reason by its own and its shipped names and by its key; a retired one too, since old deals carry it."""
    for reason in LossReason.objects.all():
        yield reason.name, reason.key
        yield reason.key, reason.key
        yield from ((name, reason.key) for name in reason.names)
        yield from ((word, reason.key) for word in reason.shipped_names.values())
        yield from ((word, reason.key) for word in _SAID_OF_LOSSES.get(reason.key, ()))


_SAID_OF_LOSSES = {
    "price": ("價格", "价格"),
    "competitor": ("競爭對手", "竞争对手"),
    "no_budget": ("沒有預算", "没有预算"),
    "no_decision": ("沒有決定", "没有决定"),
    "no_fit": ("No fit", "產品不合", "产品不合"),
    "timing": ("時機", "时机"),
    "other": ("其他", "其它"),
}
_SAID_EVERYWHERE = {
    "won": ("Closed Won", "closedwon", "赢单", "贏單", "成交", "已成交", "成交关闭"),
    "lost": ("Closed Lost", "closedlost", "输单", "輸單", "未成交", "失单"),
}
# The stages of other systems and what comes nearest here, offered and never taken for granted
STAGE_HINTS = {
    "prospecting": "lead",
    "new": "lead",
    "appointmentscheduled": "lead",
    "qualifiedtobuy": "lead",
    "qualified": "lead",
    "初步接洽": "lead",
    "engaging": "needs",
    "discovery": "needs",
    "needsanalysis": "needs",
    "contactmade": "needs",
    "需求确定": "needs",
    "valueproposition": "needs",
    "iddecisionmakers": "needs",
    "presentationscheduled": "proposal",
    "decisionmakerboughtin": "proposal",
    "proposalpricequote": "proposal",
    "proposition": "proposal",
    "proposalmade": "proposal",
    "方案报价": "proposal",
    "perceptionanalysis": "proposal",
    "negotiationreview": "negotiation",
    "negotiationsstarted": "negotiation",
    "contractsent": "negotiation",
    "谈判审核": "negotiation",
}
EMPLOYEE = Reference(_people)
ACCOUNT = Reference(_accounts)
PRODUCT = Reference(_entries(Product, "name", "external_id"))
LOSS_REASON = Reference(_loss_reasons)
STAGE = Reference(_stages, STAGE_HINTS)


def known(model: type[Model]) -> Callable[[str, Collection[Any]], Collection[Any]]:
    """Which of some identities exist: numbers to the letter, names whatever their case and width."""

    def found(name: str, values: Collection[Any]) -> Collection[Any]:
        there = model._default_manager.exclude(**{f"{name}__isnull": True}).values_list(name, flat=True)
        if name == "external_id":
            return set(there).intersection(values)
        forms = {fold(text) for text in there}
        return [value for value in values if fold(value) in forms]

    return found
