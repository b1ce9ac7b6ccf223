"""Every component in every state on one page: for authors to copy from, for axe and the pictures to run on."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from cadre.kernel import clock
from cadre.kernel.access import Role
from cadre.kernel.problems import CHANGED_MEANWHILE
from cadre.ui import boards, drawers, gallery_data
from cadre.ui.forms import Choices, DateField, Form, MoneyField


class GalleryForm(Form):
    """One field of every kind."""

    title = forms.CharField(label=pgettext_lazy("example", "Name"), max_length=80)
    amount = MoneyField(
        label=pgettext_lazy("example", "Amount"),
        currency="USD",
        help_text=pgettext_lazy("example", "In full; discounts follow later."),
    )
    close_on = DateField(label=pgettext_lazy("example", "Date"))
    stage = forms.ChoiceField(
        label=pgettext_lazy("example", "Stage"), choices=[("1", "A"), ("2", "B"), ("3", "C")], widget=Choices
    )
    product = forms.ChoiceField(
        label=pgettext_lazy("example", "Product"),
        choices=[("", "—"), ("1", "GTX Pro"), ("2", "MG Special")],
        required=False,
    )
    note = forms.CharField(
        label=pgettext_lazy("example", "Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    urgent = forms.BooleanField(label=pgettext_lazy("example", "Urgent"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def _allowed(request: HttpRequest) -> None:
    actor = getattr(request, "actor", None)
    if not (settings.DEBUG or getattr(settings, "CADRE_GALLERY", False) or (actor and actor.has(Role.ADMINISTRATOR))):
        raise Http404


def gallery(request: HttpRequest) -> HttpResponse:
    """The page itself."""
    _allowed(request)
    wrong = GalleryForm(auto_id="wrong_%s", data={"title": "", "amount": "many", "close_on": "soon", "stage": "2"})
    wrong.is_valid()
    context = {
        "form": GalleryForm(auto_id="shown_%s", initial={"amount": 2922000, "close_on": clock.today(), "stage": "2"}),
        "wrong": wrong,
        **gallery_data.context(),
    }
    return render(request, "ui/gallery.html", context)


def form(request: HttpRequest) -> HttpResponse:
    """A drawer form: any word saves, "taken" is refused, "other" meets somebody else's change."""
    _allowed(request)
    drawer = drawers.Drawer(
        title=_("Example form"), submit=pgettext("button", "Save"), again=_("Save and add another"), draft="gallery"
    )
    now = {"title": "Their name", "amount": 2676800, "version": 7}

    def save(filled: Form) -> drawers.Done:
        if filled.cleaned_data["title"] == "other" and filled.cleaned_data["version"] != 7:
            raise CHANGED_MEANWHILE(who="Celia Rouche", when="09:38")
        _taken_in(filled)
        return drawers.Done(_("Saved."), undo=request.path)

    return drawers.answer(request, drawer, GalleryForm, save, initial={"stage": "1", "version": 6}, fresh=lambda: now)


def _taken_in(_form: Form) -> None:
    """Where a real view calls its verb."""


def options(request: HttpRequest) -> HttpResponse:
    """What a combobox finds."""
    _allowed(request)
    words = request.GET.get("q", "").lower()
    found = [
        (i, name, "") for i, name in enumerate(("Cancity", "Kan-code", "Konex", "Xx-holding")) if words in name.lower()
    ]
    return render(request, "ui/_options.html", {"options": found})


def move(request: HttpRequest) -> HttpResponse:
    """A board move that is refused."""
    _allowed(request)
    refusal = boards.Refusal(
        "Not yet: Negotiation",
        met=["Budget confirmed"],
        missing=["Decision-maker has seen the proposal"],
        mend="/gallery/form/",
    )
    return render(request, "ui/_board_refused.html", {"refusal": refusal}, status=409)


def why(request: HttpRequest) -> HttpResponse:
    """A number's arithmetic."""
    _allowed(request)
    context: dict[str, Any] = {
        "lines": [
            SimpleNamespace(label="23,376 × 5%", value="1,168.80"),
            SimpleNamespace(label="5,844 × 8%", value="467.52"),
            SimpleNamespace(label="Sum", value="1,636.32", total=True),
        ]
    }
    return render(request, "ui/_gallery_why.html", context)
