"""What somebody typed into a form that was refused."""

from collections.abc import Iterator

from django.apps import apps
from django.http import HttpRequest
from django.utils.text import capfirst

from cadre.ui.forms import Form

_UNSEEN = frozenset({"version", "next", "step", "again", "token"})
_WORDS = "_words"  # what stands in a search box; the field itself holds the number of the row that was chosen


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What somebody filled in, so that a refusal loses nothing, under the labels he read; no secrets, and nothing he did not see."""
    room = _room_of(request)
    return [
        (_label(name.removesuffix(_WORDS), room), ", ".join(values))
        for name, values in request.POST.lists()
        if any(values)
        and not name.startswith(("_", "csrf"))
        and "password" not in name
        and name not in _UNSEEN
        and name + _WORDS not in request.POST
    ]


def _room_of(request: HttpRequest) -> str:
    """The room whose page the form was sent to: crm."""
    match = request.resolver_match
    module = getattr(match.func, "__module__", "") if match else ""
    return module.split(".")[1] if module.startswith("cadre.") else ""


def _label(name: str, room: str) -> str:
    """What the room's forms call a field, else its tables; the name itself where neither knows it."""
    for form in _forms_below(Form):
        if form.__module__.startswith(f"cadre.{room}.") and name in form.base_fields and form.base_fields[name].label:
            return str(form.base_fields[name].label)
    models = apps.get_app_config(room).get_models() if room in apps.app_configs else ()
    for model in models:
        for field in model._meta.concrete_fields:
            if name in {field.name, field.attname}:
                return str(capfirst(str(field.verbose_name)))
    return name.replace("_", " ")


def _forms_below(form: type[Form]) -> Iterator[type[Form]]:
    for below in form.__subclasses__():
        yield below
        yield from _forms_below(below)
