"""What a form says when it takes an entry in nowhere: the product's sentences in place of Django's, one for all forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# From the general to the particular: a later line holds for more particular fields
_SENTENCES: tuple[tuple[type[forms.Field], dict[str, Any]], ...] = (
    (
        forms.Field,
        {
            "required": _("This is needed."),
            "max_length": _("This has %(show_value)s characters; at most %(limit_value)s fit here."),
            "min_value": _("A number below %(limit_value)s is not possible here."),
            "max_value": _("A number above %(limit_value)s is not possible here."),
            "max_digits": _("This number has more than %(max)s digits."),
            "max_decimal_places": _("At most %(max)s decimal places fit here."),
            "max_whole_digits": _("At most %(max)s digits before the decimal point fit here."),
            "null_characters_not_allowed": _("A character in this text cannot be stored. Type it again."),
        },
    ),
    (forms.DecimalField, {"invalid": _("This is not a number. Write figures like 250 or 12.5.")}),
    (forms.IntegerField, {"invalid": _("This is not a whole number. Write figures like 250.")}),
    (forms.DateField, {"invalid": _("This is not a date. Write it like 2026-12-31.")}),
    (forms.TimeField, {"invalid": _("This is not a time. Write it like 14:30.")}),
    (forms.EmailField, {"invalid": _("This is not a mail address. Write it like name@example.com.")}),
    (forms.URLField, {"invalid": _("This is not a web address. Write it like www.example.com.")}),
    (forms.ChoiceField, {"invalid_choice": _("Choose one from the list.")}),
    (forms.ModelChoiceField, {"invalid_choice": _("Choose one from the list.")}),
)


def put_in_words(field: forms.Field) -> None:
    """Gives a field the product's sentences wherever it still has Django's; what a form says by itself stays."""
    wanted: dict[str, Any] = {}
    for kind, sentences in _SENTENCES:
        if isinstance(field, kind):
            wanted |= sentences
    said = field.error_messages
    said.update({code: text for code, text in wanted.items() if code not in said or _is_djangos(field, code)})
    if isinstance(field, forms.MultiValueField):
        for part in field.fields:
            part.error_messages["invalid"] = type(part)().error_messages["invalid"]  # the whole lent it its own words
            put_in_words(part)


def _is_djangos(field: forms.Field, code: str) -> bool:
    return any(
        vars(kind).get("default_error_messages", {}).get(code) is field.error_messages[code]
        for kind in type(field).__mro__
        if kind.__module__.startswith("django.")
    )
