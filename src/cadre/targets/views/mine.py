"""One's own targets: accept them, question them; and what becomes of a target later."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cadre.kernel import clock
from cadre.kernel.problems import FORBIDDEN
from cadre.kernel.verbs import may
from cadre.targets import queries, services
from cadre.targets.forms import AnswerForm, ChangeForm, QuestionForm
from cadre.targets.queries.measures import Measure
from cadre.targets.templatetags.target_numbers import worth
from cadre.targets.views.answers import actor_of
from cadre.ui.drawers import Done, Drawer, answer, succeeded
from cadre.ui.forms import Form
from cadre.ui.history import ToldChange, ToldField, told_changes

FORM = ["GET", "POST"]


@login_required
@require_GET
def target_mine(request: HttpRequest) -> HttpResponse:
    """The standing of the running quarter and year, and the list of what one was given."""
    actor = actor_of(request)
    if not may(actor, "targets.target.acknowledge"):
        raise FORBIDDEN()
    boards = queries.progress_over(actor, queries.running_all(("week", "month", "quarter", "year")), own_only=True)
    mine = [(board, board.of_person(actor.employee_id) or board.top) for board in boards]
    rows = list(queries.own_targets(actor)[:60])
    open_ids = [row.pk for row in rows if row.is_in_force and row.state == "approved"]
    drafts, questions = queries.open_drafts(actor), list(queries.questioned(actor))
    known = queries.measures_of((row.metric for row in [*rows, *drafts, *questions]), boards[0].measure.currency)
    labels = queries.labels_of(queries.slice_of(row) for row in [*rows, *drafts, *questions])
    context = {
        "boards": mine,
        "rows": _told(rows, known, labels),
        "open_ids": ",".join(str(pk) for pk in open_ids),
        "open_count": len(open_ids),
        "drafts": _told(drafts, known, labels),
        "questions": _told(questions, known, labels),
    }
    return render(request, "targets/target_mine.html", context)


def _told(ones: Iterable[Any], known: Mapping[str, queries.Measure], labels: Mapping[queries.Slice, str]) -> list[Any]:
    """Targets or plans with their measure and what they are only for; those of a metric that is gone are left out."""
    return [(one, known[one.metric], labels.get(queries.slice_of(one), "")) for one in ones if one.metric in known]


@login_required
@require_POST
def target_acknowledge(request: HttpRequest) -> HttpResponse:
    ids = [int(part) for part in request.POST.get("ids", "").split(",") if part.strip().isdigit()]
    rows = services.acknowledge(actor=actor_of(request), target_ids=ids)
    words = ngettext("%(n)s target acknowledged.", "%(n)s targets acknowledged.", len(rows)) % {"n": len(rows)}
    return succeeded(request, Done(words, url=reverse("targets:target-mine")))


@login_required
@require_http_methods(FORM)
def target_question(request: HttpRequest, target_id: int) -> HttpResponse:
    actor = actor_of(request)
    if not may(actor, "targets.target.question"):
        raise FORBIDDEN()
    queries.target_record(actor, target_id)

    def save(form: Form) -> Done:
        services.question_target(actor=actor, target_id=target_id, reason=form.cleaned_data["reason"])
        return Done(
            _("Your question is with whoever sets the target. It stays in force until it is answered."),
            url=reverse("targets:target-mine"),
        )

    drawer = Drawer(_("Question this target"), pgettext("button", "Send question"))
    return answer(request, drawer, QuestionForm, save)


@login_required
@require_http_methods(FORM)
def target_answer(request: HttpRequest, target_id: int) -> HttpResponse:
    actor = actor_of(request)
    if not may(actor, "targets.target.answer"):
        raise FORBIDDEN()
    row = queries.target_record(actor, target_id)

    def save(form: Form) -> Done:
        services.answer_question(actor=actor, target_id=target_id, answer=form.cleaned_data["answer"])
        return Done(_("Answered. The target goes back to its owner."), url=reverse("targets:target-mine"))

    drawer = Drawer(_("Answer the question"), pgettext("button", "Answer"), note=row.question)
    return answer(request, drawer, AnswerForm, save)


@login_required
@require_http_methods(FORM)
def target_change(request: HttpRequest, target_id: int) -> HttpResponse:
    actor = actor_of(request)
    if not may(actor, "targets.target.change"):
        raise FORBIDDEN()
    row = queries.target_record(actor, target_id)
    wanted = queries.measure(row.metric)

    def save(form: Form) -> Done:
        data = form.cleaned_data
        made = services.change_mid_period(
            actor=actor, target_id=target_id, value=data["value"], from_on=data["from_on"], reason=data["reason"],
            expected_version=data["version"],
        )  # fmt: skip
        return Done(
            _("Changed from %(day)s on.") % {"day": made.valid_from},
            url=reverse("targets:plan-grid", args=[row.plan_id]),
        )

    def values() -> dict[str, Any]:
        now = queries.target_record(actor, target_id)
        return {"version": now.version, "value": now.value, "from_on": max(clock.today(), now.starts_on)}

    note = _("The present value stays in the history with its dates.")
    drawer = Drawer(_("Change the target from a day on"), pgettext("button", "Change"), note=note)
    make = lambda **given: ChangeForm(wanted=wanted, **given)  # noqa: E731
    return answer(request, drawer, make, save, initial=values(), fresh=values)


@login_required
@require_GET
def target_history(request: HttpRequest, target_id: int) -> HttpResponse:
    """All values of one cell with their dates, and who changed what."""
    actor = actor_of(request)
    row = queries.target_record(actor, target_id)
    wanted, part = queries.measure(row.metric), queries.slice_of(row)
    context = {
        "target": row,
        "whose": row.employee or row.team or queries.company_name(),
        "slice": queries.labels_of([part]).get(part, ""),
        "measure": wanted,
        "versions": queries.target_versions(actor, row),
        "changes": [(told.entry, _told_fields(told, wanted)) for told in told_changes(queries.target_changes(row))],
        "late": queries.late_leave(actor, row.employee_id, row.pk),
    }
    return render(request, "targets/target_history.html", context)


AMOUNTS = ("value", "computed", "proposed")
TOLD = (*AMOUNTS, "proposed_note", "reason", "state", "question", "answer", "valid_from", "valid_to")


def _told_fields(told: ToldChange, wanted: Measure) -> list[ToldField]:
    """What changed, with amounts in the unit of the metric: the audit keeps them as whole numbers."""
    return [
        ToldField(one.label, *(worth(value, wanted) for value in told.entry.fields[name])) if name in AMOUNTS else one
        for name, one in zip(told.entry.fields, told.fields, strict=True)
        if name in TOLD
    ]


@login_required
@require_GET
def late_leave(request: HttpRequest, employee_id: int) -> HttpResponse:
    """A panel on a person's page: targets that were given before leave was entered. Empty for who may know of neither."""
    context = {"late": queries.late_leave(actor_of(request), employee_id)}
    return render(request, "targets/_late_leave.html", context)
