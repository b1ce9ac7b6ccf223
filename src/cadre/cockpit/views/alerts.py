"""What was told, and what is watched."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cadre.cockpit import queries, services
from cadre.cockpit.alert_forms import RuleForm, initial_of_rule, limit_text
from cadre.cockpit.notices import said
from cadre.cockpit.reasons import number_of, why_told
from cadre.cockpit.views.answers import actor_of
from cadre.kernel.access import Actor
from cadre.kernel.problems import NOT_FOUND
from cadre.ui.drawers import Done, Drawer, answer, succeeded
from cadre.ui.forms import Form

FORM = ["GET", "POST"]
SHOWN = 100
CHANGED: dict[str, Any] = {"alerts-changed": {}}


@login_required
@require_GET
def alert_list(request: HttpRequest) -> HttpResponse:
    """Open matters first; below what is over or muted. Each says whose rule told it, and why."""
    rows = list(queries.alerts_by_need(actor_of(request))[:SHOWN])
    user = actor_of(request).user_id
    told = [(alert, said(alert.rule.condition, alert.params), why_told(alert.rule, user)) for alert in rows]
    context = {
        "open": [row for row in told if row[0].ended_at is None and row[0].muted_at is None],
        "past": [row for row in told if row[0].ended_at is not None or row[0].muted_at is not None],
    }
    template = "cockpit/_alerts.html" if getattr(request, "htmx", False) else "cockpit/alert_list.html"
    return render(request, template, context)


@login_required
@require_POST
def alert_mute(request: HttpRequest, alert_id: int) -> HttpResponse:
    services.mute_alert(actor=actor_of(request), alert_id=alert_id)
    undo = reverse("cockpit:alert-unmute", args=[alert_id])
    return succeeded(request, Done(_("Muted. You hear no more of this matter."), CHANGED, undo=undo))


@login_required
@require_POST
def alert_unmute(request: HttpRequest, alert_id: int) -> HttpResponse:
    services.unmute_alert(actor=actor_of(request), alert_id=alert_id)
    return succeeded(request, Done(_("No longer muted."), CHANGED))


@login_required
@require_POST
def alert_mute_many(request: HttpRequest) -> HttpResponse:
    """Those chosen on the page; Undo opens the ones again that this has muted, no older ones."""
    muted = services.mute_alerts(actor=actor_of(request), alert_ids=_chosen(request))
    text = ngettext("%(n)d matter muted.", "%(n)d matters muted.", len(muted)) % {"n": len(muted)}
    undo = f"{reverse('cockpit:alert-unmute-many')}?ids={','.join(map(str, muted))}" if muted else ""
    return succeeded(request, Done(text, CHANGED, undo=undo))


@login_required
@require_POST
def alert_unmute_many(request: HttpRequest) -> HttpResponse:
    services.unmute_alerts(actor=actor_of(request), alert_ids=_chosen(request))
    return succeeded(request, Done(_("No longer muted."), CHANGED))


def _chosen(request: HttpRequest) -> list[int]:
    """`ids` of the address or the form, divided by commas; what is no number counts for nothing."""
    text = request.GET.get("ids") or request.POST.get("ids", "")
    return [int(one) for one in text.split(",")[:SHOWN] if one.isdecimal() and len(one) < 19]


@login_required
@require_GET
def rule_list(request: HttpRequest) -> HttpResponse:
    rules = [
        {
            "rule": rule,
            "what": number_of(rule),
            "limit": limit_text(rule),
            "told": rule.get_role_display() if rule.role else rule.get_audience_display(),
            "mine": rule.owner_id == actor_of(request).user_id,
        }
        for rule in queries.rules(actor_of(request))
    ]
    others = [
        {
            "text": " · ".join(filter(None, [rule.get_condition_display(), number_of(rule), limit_text(rule)])),
            "why": why_told(rule, actor_of(request).user_id),
        }
        for rule in queries.telling_rules(actor_of(request))
    ]
    return render(request, "cockpit/rule_list.html", {"rules": rules, "others": others})


@login_required
@require_http_methods(FORM)
def rule_create(request: HttpRequest) -> HttpResponse:
    def save(form: Form) -> Done:
        services.create_rule(actor=actor_of(request), **form.fields_of_rule())  # type: ignore[attr-defined]
        return Done(_("The rule is on. It looks every ten minutes."), url=reverse("cockpit:rule-list"))

    drawer = Drawer(_("New alert rule"), _("Create rule"), template="cockpit/_rule_fields.html")
    return answer(request, drawer, RuleForm, save)


@login_required
@require_http_methods(FORM)
def rule_edit(request: HttpRequest, rule_id: int) -> HttpResponse:
    actor = actor_of(request)
    rule = _rule(actor, rule_id)

    def save(form: Form) -> Done:
        fields = form.fields_of_rule()  # type: ignore[attr-defined]
        services.change_rule(actor=actor, rule_id=rule_id, expected_version=form.cleaned_data["version"], **fields)
        return Done(pgettext("done", "Saved."), url=reverse("cockpit:rule-list"))

    drawer = Drawer(_("Change the rule"), pgettext("button", "Save"), template="cockpit/_rule_fields.html")
    return answer(
        request,
        drawer,
        RuleForm,
        save,
        initial=initial_of_rule(rule),
        fresh=lambda: initial_of_rule(_rule(actor, rule_id)),
    )


def _rule(actor: Actor, rule_id: int) -> Any:
    found = queries.rules(actor).filter(pk=rule_id).first()
    if found is None:
        raise NOT_FOUND()
    return found


@login_required
@require_POST
def rule_remove(request: HttpRequest, rule_id: int) -> HttpResponse:
    services.remove_rule(actor=actor_of(request), rule_id=rule_id)
    return succeeded(request, Done(_("Rule removed."), url=reverse("cockpit:rule-list")))
