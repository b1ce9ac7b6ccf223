"""Pages of the interface itself: saving and removing views of lists."""

from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_POST

from cadre.ui import drawers, services
from cadre.ui.forms import Form


class SavedViewForm(Form):
    name = forms.CharField(label=pgettext_lazy("saved view", "Name"), max_length=60)
    page = forms.CharField(max_length=60, widget=forms.HiddenInput)
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)
    path = forms.CharField(max_length=200, widget=forms.HiddenInput)


def _own_path(request: HttpRequest, path: str) -> str:
    return path if url_has_allowed_host_and_scheme(path, {request.get_host()}) else "/"


@login_required
def view_save(request: HttpRequest) -> HttpResponse:
    """Name the present filters and sort of a list."""
    drawer = drawers.Drawer(
        title=_("Save view"),
        submit=pgettext("button", "Save view"),
        note=_("Filters and sort under a name, as a tab only you see."),
    )

    def save(form: Form) -> drawers.Done:
        values = form.cleaned_data
        view = services.save_view(actor=request.actor, page=values["page"], name=values["name"], query=values["query"])  # type: ignore[attr-defined]
        url = f"{_own_path(request, values['path'])}?{urlencode({'view': f'my-{view.pk}'})}"
        return drawers.Done(_("View saved."), url=url)

    initial = {name: request.GET.get(key, "") for name, key in (("page", "page"), ("path", "path"), ("query", "state"))}
    return drawers.answer(request, drawer, SavedViewForm, save, initial=initial)


@login_required
@require_POST
def view_remove(request: HttpRequest, view_id: int) -> HttpResponse:
    services.remove_view(actor=request.actor, view_id=view_id)  # type: ignore[attr-defined]
    url = request.headers.get("HX-Current-URL", "").split("?")[0]
    return drawers.succeeded(request, drawers.Done(_("View removed."), url=_own_path(request, url)))
