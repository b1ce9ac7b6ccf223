"""What customers gave, beside the account, the deal and the activity; and the form that takes it in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.crm import queries as crm
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.acts import latest
from cadre.kernel.problems import NOT_FOUND
from cadre.kernel.verbs import may
from cadre.ui.doors import door
from cadre.ui.drawers import Done, Drawer, answer, succeeded
from cadre.ui.forms import Form
from cadre.voice import queries, services
from cadre.voice.forms import RatingForm

CHANGED: dict[str, Any] = {"account-changed": {}, "deal-changed": {}}


@door()
def account_ratings(request: HttpRequest, account_id: int) -> HttpResponse:
    crm.account_record(_actor(request), account_id)
    return _panel(request, account_id, account_id=account_id)


@door()
def opportunity_ratings(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    deal = crm.opportunity_record(_actor(request), opportunity_id)
    return _panel(request, deal.account_id, opportunity_id=opportunity_id)


@door()
def activity_ratings(request: HttpRequest, activity_id: int) -> HttpResponse:
    activity = crm.activities(_actor(request)).filter(pk=activity_id).first()
    if activity is None:
        raise NOT_FOUND()
    return _panel(request, activity.account_id, activity_id=activity_id)


def _panel(request: HttpRequest, customer_id: int | None, **about: int) -> HttpResponse:
    actor = _actor(request)
    new = ""
    if customer_id is not None and may(actor, "voice.rating.record"):
        asked = "".join(f"?{name}={pk}" for name, pk in about.items() if name != "account_id")
        new = reverse("voice:rating-record", args=[customer_id]) + asked
    shown = queries.MOST if "earlier" in request.GET else queries.LATEST
    found = queries.ratings_about(actor, shown=shown, **about)
    more = f"{request.path}?earlier=1" if shown < found.count and shown == queries.LATEST else ""
    return render(request, "voice/_ratings.html", {"found": found, "new": new, "more": more})


@door("GET", "POST", verb="voice.rating.record")
def rating_record(request: HttpRequest, account_id: int) -> HttpResponse:
    """Write down what a customer gave; `activity_id` and `opportunity_id` come from where one is."""
    actor = _actor(request)
    account = crm.account_record(actor, account_id)
    about = {name: _number_in(request, name) for name in ("activity_id", "opportunity_id")}

    def save(form: Form) -> Done:
        rating = services.record_rating(actor=actor, account_id=account_id, **form.cleaned_data)
        back = reverse("crm:account-record", args=[account_id])
        return Done(
            _("Recorded for %(name)s.") % {"name": rating.employee.name}, CHANGED, undo=_undo(request), back=back
        )

    drawer = Drawer(
        _("Rating by %(account)s") % {"account": account.name},
        pgettext("button", "Record"),
        draft=f"voice.rating.{account_id}",
    )
    return answer(
        request,
        drawer,
        lambda **given: RatingForm(actor=actor, account_id=account_id, about=about, **given),
        save,
        initial={"on": clock.today(), **about},
    )


@door("POST", verb="voice.rating.withdraw")
def rating_withdraw(request: HttpRequest, rating_id: int) -> HttpResponse:
    rating = queries.ratings(_actor(request)).filter(pk=rating_id).first()
    if rating is None:
        raise NOT_FOUND()
    services.withdraw_rating(actor=_actor(request), rating_id=rating_id)
    back = reverse("crm:account-record", args=[rating.account_id])
    return succeeded(request, Done(_("The rating is withdrawn."), CHANGED, back=back))


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _number_in(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _undo(request: HttpRequest) -> str:
    """Where the rating just recorded is taken back."""
    act = latest.get()
    done = act is not None and act.has_changed and act.user_id == request.user.pk
    return reverse("web:undo", args=[act.id]) if act is not None and done else ""
