"""The messages this room sends, each saying what to do next."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.notices import KINDS, NoticeKind, register
from cadre.metrics.registry import metrics


def _named(params: dict[str, Any]) -> dict[str, Any]:
    key = params["metric"]
    return params | {"metric": str(metrics[key].title) if key in metrics else key}


register(
    NoticeKind(
        "cockpit.idle",
        pgettext_lazy("notice", "A deal without activity"),
        _("%(deal)s: nothing has happened for %(days)s days. Plan the next step, or close it."),
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
        _("%(metric)s is %(now)s in the last 30 days; the half year before it was %(usual)s. Look at what was lost."),
        named=_named,
    )
)
register(
    NoticeKind(
        "cockpit.below",
        pgettext_lazy("notice", "A number is low"),
        _("%(metric)s is %(now)s, below %(limit)s. Look at the rows behind it."),
        named=_named,
    )
)
register(
    NoticeKind(
        "cockpit.above",
        pgettext_lazy("notice", "A number is high"),
        _("%(metric)s is %(now)s, above %(limit)s. Look at the rows behind it."),
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
