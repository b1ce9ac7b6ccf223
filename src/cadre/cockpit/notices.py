"""The messages this room sends, each saying what to do next."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cadre.kernel.currency import base_currency
from cadre.kernel.notices import KINDS, NoticeKind, register
from cadre.metrics.registry import metrics
from cadre.metrics.templatetags.numbers import measured

VALUES = ("now", "limit", "usual")


def _named(params: dict[str, Any]) -> dict[str, Any]:
    """The number by its name and its values as figures. They are kept as exact fractions, older ones as they were written."""
    key = params["metric"]
    if key not in metrics:
        return params
    currency = params.get("currency") or base_currency()
    shown = {name: _figure(key, params[name], currency) for name in VALUES if name in params}
    return params | {"metric": str(metrics[key].title), **shown}


def _figure(key: str, kept: str, currency: str) -> str:
    try:
        return measured(key, Fraction(kept), currency)
    except ValueError:
        return kept


def _deal(params: dict[str, Any]) -> dict[str, Any]:
    """A deal by its customer and product; one without a customer in the reader's words."""
    if "product" not in params:
        return params
    account = params.get("account") or gettext("No account")
    return params | {"deal": f"{account} · {params['product']}"}


register(
    NoticeKind(
        "cockpit.idle",
        pgettext_lazy("notice", "A deal without activity"),
        _("%(deal)s: nothing has happened for %(days)s days. Plan the next step, or close it."),
        named=_deal,
    )
)
register(
    NoticeKind(
        "cockpit.slipped",
        pgettext_lazy("notice", "A closing date moved again"),
        _(
            "%(deal)s: the closing date has moved %(times)s times. Ask what still has to happen, "
            "or take it out of the forecast."
        ),
        named=_deal,
    )
)
register(
    NoticeKind(
        "cockpit.pace",
        pgettext_lazy("notice", "Behind the pace of a target"),
        _(
            "%(name)s: %(metric)s is %(points)s points behind an even pace in %(period)s. "
            "Go through the open deals together, and decide what closes first."
        ),
        named=_named,
    )
)
register(
    NoticeKind(
        "cockpit.drop",
        pgettext_lazy("notice", "A rate has dropped"),
        _(
            "%(metric)s is %(now)s in the last 30 days; the half year before it was %(usual)s. Look at what was lost, and why."
        ),
        named=_named,
    )
)
register(
    NoticeKind(
        "cockpit.below",
        pgettext_lazy("notice", "A number is low"),
        _("%(metric)s is %(now)s, below %(limit)s. Open the rows behind it, and decide what to do first."),
        named=_named,
    )
)
register(
    NoticeKind(
        "cockpit.above",
        pgettext_lazy("notice", "A number is high"),
        _("%(metric)s is %(now)s, above %(limit)s. Open the rows behind it, and find where it comes from."),
        named=_named,
    )
)
register(
    NoticeKind(
        "cockpit.several",
        pgettext_lazy("notice", "Several alerts"),
        _("%(count)s new alerts. Begin with the first of the list."),
    )
)


def said(condition: str, params: dict[str, Any]) -> str:
    """An alert in words, in the active language."""
    return KINDS[f"cockpit.{condition}"].said(params)
