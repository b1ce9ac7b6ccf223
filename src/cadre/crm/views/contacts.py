"""Contacts: the people at an account."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.crm import policies, queries, services
from cadre.crm.forms import ContactForm
from cadre.crm.lists import ContactList
from cadre.crm.views.answers import ACCOUNT_CHANGED, actor_of, picked, undo_url
from cadre.kernel.problems import NOT_FOUND
from cadre.kernel.verbs import may
from cadre.ui.doors import door
from cadre.ui.drawers import Done, Drawer, answer, succeeded
from cadre.ui.forms import Form

FIELDS = ["version", "name", "title", "buying_role", "email", "phone", "note"]


@door()
def contact_list(request: HttpRequest) -> HttpResponseBase:
    return ContactList(request).response()


@door()
def contact_record(request: HttpRequest, contact_id: int) -> HttpResponse:
    actor = actor_of(request)
    contact = _contact(request, contact_id)
    may_change = may(actor, "crm.contact.change") and policies.contact.reaches(actor, contact)
    activities = list(queries.activities(actor).filter(contact_id=contact_id)[:25])
    return render(
        request, "crm/contact_record.html", {"contact": contact, "may_change": may_change, "activities": activities}
    )


@door("GET", "POST", verb="crm.contact.create")
def contact_create(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)

    def save(form: Form) -> Done:
        contact = services.create_contact(actor=actor, **picked(form.cleaned_data, "account"))
        back = reverse("crm:contact-record", args=[contact.pk])
        return Done(_("%(contact)s added.") % {"contact": contact}, ACCOUNT_CHANGED, back=back)

    drawer = Drawer(
        _("New contact"), pgettext("button", "Create"), again=_("Create and add another"), draft="crm.contact.new"
    )
    return answer(
        request,
        drawer,
        lambda **given: ContactForm(actor=actor, **given),
        save,
        initial={"account": request.GET.get("account")},
    )


@door("GET", "POST", verb="crm.contact.change")
def contact_edit(request: HttpRequest, contact_id: int) -> HttpResponse:
    actor = actor_of(request)
    contact = _contact(request, contact_id)

    def values() -> dict[str, Any]:
        now = _contact(request, contact_id)
        return {name: getattr(now, name) for name in FIELDS} | {"account": now.account_id}

    def save(form: Form) -> Done:
        services.change_contact(
            actor=actor,
            contact_id=contact_id,
            expected_version=form.cleaned_data["version"],
            **picked(form.cleaned_data, "account"),
        )
        return Done(_("Saved."), ACCOUNT_CHANGED, undo=undo_url(request))

    drawer = Drawer(_("Edit contact"), pgettext("button", "Save"), draft=f"crm.contact.{contact_id}")
    return answer(
        request,
        drawer,
        lambda **given: ContactForm(actor=actor, contact=contact, **given),
        save,
        initial=values(),
        fresh=values,
    )


@door("POST", verb="crm.contact.remove")
def contact_remove(request: HttpRequest, contact_id: int) -> HttpResponse:
    contact = _contact(request, contact_id)
    services.remove_contact(actor=actor_of(request), contact_id=contact_id)
    url = reverse("crm:account-record", args=[contact.account_id])
    return succeeded(request, Done(_("%(contact)s is removed.") % {"contact": contact}, url=url))


def _contact(request: HttpRequest, contact_id: int) -> Any:
    found = queries.contacts(actor_of(request)).filter(pk=contact_id).first()
    if found is None:
        raise NOT_FOUND()
    return found
