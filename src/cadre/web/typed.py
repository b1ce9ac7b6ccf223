"""What somebody typed into a form that was refused."""

from collections.abc import Iterator

from django.apps import apps
from django.http import HttpRequest
from django.utils.text import capfirst

from cadre.ui.forms import Form, stated

FORM = "_form"  # which form the page has sent: the view that knows it has not run where a request is refused
_UNSEEN = frozenset({"version", "next", "step", "again", "token"})
_WORDS = "_words"  # what stands in a search box; the field itself holds the number of the row that was chosen


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What somebody filled in, so that a refusal loses nothing, under the labels he read; no secrets, and nothing he did not see."""
    room, form = _room_of(request), request.POST.get(FORM, "")
    return [
        (_label(name.removesuffix(_WORDS), room, form), ", ".join(values))
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


def _label(name: str, room: str, form: str) -> str:
    """What the form that was sent calls a field; else what every form of the room calls it, or its tables; else the name itself."""
    known = [one for one in _forms_below(Form) if stated(one) == form] or list(_forms_of(room))
    labels = {
        str(one.base_fields[name].label) for one in known if name in one.base_fields and one.base_fields[name].label
    }
    if len(labels) == 1:
        return labels.pop()
    models = apps.get_app_config(room).get_models() if room in apps.app_configs and not labels else ()
    for model in models:
        for field in model._meta.concrete_fields:
            if name in {field.name, field.attname}:
                return str(capfirst(str(field.verbose_name)))
    return name.replace("_", " ")


def _forms_of(room: str) -> Iterator[type[Form]]:
    return (form for form in _forms_below(Form) if form.__module__.startswith(f"cadre.{room}."))


def _forms_below(form: type[Form]) -> Iterator[type[Form]]:
    for below in form.__subclasses__():
        yield below
        yield from _forms_below(below)
