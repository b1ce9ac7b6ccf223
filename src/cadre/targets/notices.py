"""What people are told about targets, and the telling."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from cadre.kernel.models import User
from cadre.kernel.notifications import NoticeKind, notify, register
from cadre.metrics.registry import metrics
from cadre.targets.models import Target, TargetPlan
from cadre.targets.queries.approval import owners_of
from cadre.targets.queries.slices import Slice, labels_of


def _named(params: dict[str, Any]) -> dict[str, Any]:
    """The metric by its title in the reader's language, with what it is only for; older messages know neither."""
    key = params.get("metric", "")
    title = str(metrics[key].title) if key in metrics else pgettext("notice", "Targets")
    part = Slice(params.get("dimension", ""), params.get("chosen", ""))
    label = labels_of([part]).get(part) if part.dimension else None
    return params | {"metric": f"{title} · {label}" if label else title}


def _about(row: Target | TargetPlan) -> dict[str, str]:
    """Which targets a message is about, as keys that `_named` reads."""
    return {"metric": row.metric, "period": row.period, "dimension": row.dimension, "chosen": row.chosen}


GIVEN = register(
    NoticeKind(
        "targets.given",
        _("My target was approved"),
        _("%(metric)s: your target for %(period)s is approved. Accept or question it."),
        named=_named,
    )
)
CHANGED = register(
    NoticeKind(
        "targets.changed",
        _("My target was changed"),
        _("%(metric)s: your target for %(period)s was changed: %(reason)s"),
        named=_named,
    )
)
ANSWERED = register(
    NoticeKind(
        "targets.answered",
        _("My question was answered"),
        _("%(metric)s: your question about the target for %(period)s was answered: %(answer)s"),
        named=_named,
    )
)
QUESTIONED = register(
    NoticeKind(
        "targets.questioned",
        _("A target was questioned"),
        _("%(metric)s: %(name)s questions the target for %(period)s: %(reason)s"),
        by_mail=True,
        named=_named,
    )
)
SUBMITTED = register(
    NoticeKind(
        "targets.submitted",
        _("Targets were handed in for approval"),
        _("%(metric)s: %(name)s handed in the targets for %(period)s. Approve them or give them back."),
        named=_named,
    )
)
SENT_BACK = register(
    NoticeKind(
        "targets.sent_back",
        _("Targets I handed in were given back"),
        _("%(metric)s: the targets for %(period)s that you handed in were given back: %(note)s"),
        named=_named,
    )
)


def tell_owners(rows: Collection[Target], kind: NoticeKind, *, period: str, **params: str) -> None:
    """Tell everybody whose targets these are; of a team its lead, of the company nobody. They are all of one version."""
    about = _about(next(iter(rows))) if rows else {}
    notify(owners_of(rows), kind.code, about | params | {"period": period}, reverse("targets:target-mine"))


def tell_setter(row: Target, **params: str) -> None:
    """Tell whoever approved the version that one of its targets is questioned."""
    if row.plan.approved_by_id is not None:
        notify([row.plan.approved_by_id], QUESTIONED.code, _about(row) | params, reverse("targets:target-mine"))


def tell_approvers(plan: TargetPlan, users: Iterable[int], *, author_id: int | None) -> None:
    """Tell those who can approve a version that it was handed in; nobody where the product itself did so."""
    author = User.objects.filter(pk=author_id or 0).first()
    if author is not None:
        params = _about(plan) | {"name": author.name}
        notify(users, SUBMITTED.code, params, reverse("targets:plan-grid", args=[plan.pk]))


def tell_submitter(plan: TargetPlan, *, note: str) -> None:
    """Tell who handed a version in that it is a draft again, and why."""
    if plan.submitted_by_id is not None:
        params = _about(plan) | {"note": note}
        notify([plan.submitted_by_id], SENT_BACK.code, params, reverse("targets:plan-grid", args=[plan.pk]))
