"""What is wrong with a value, and what to send instead, in the reader's language."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

_DATE = _("Give a date like 2026-03-31.")
_MOMENT = _("Give a time with its zone, like 2026-03-31T14:30:00+08:00.")
_WHOLE = _("Give a whole number.")
_SENTENCES: dict[str, Any] = {
    "missing": _("This is needed."),
    "extra_forbidden": _("There is no such field here. Check its spelling, or leave it out."),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": _("This number is too large."),
    "string_type": _("Give a text."),
    "string_too_long": _("At most %(max_length)s characters."),
    "string_too_short": _("At least %(min_length)s characters."),
    "string_pattern_mismatch": _("Give it in a form like %(example)s."),
    "greater_than_equal": _("Must be %(ge)s or more."),
    "greater_than": _("Must be more than %(gt)s."),
    "less_than_equal": _("Must be %(le)s or less."),
    "less_than": _("Must be less than %(lt)s."),
    "literal_error": _("Choose one of: %(expected)s."),
    "enum": _("Choose one of: %(expected)s."),
    "bool_type": _("Give true or false."),
    "bool_parsing": _("Give true or false."),
    "list_type": _("Give a list."),
    "too_long": _("At most %(max_length)s items."),
    "too_short": _("At least %(min_length)s items."),
    "dict_type": _("Give an object."),
    "model_type": _("Give an object."),
    "model_attributes_type": _("Give an object."),
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "timezone_aware": _MOMENT,
}
# A value of each form that a field of the API may ask for: a regular expression tells a caller nothing
EXAMPLES = {
    r"^[A-Z]{3}$": "USD",
    r"^[a-z][a-z0-9_]*:": "office:3",
    r"^(all|(team|person)-\d{1,12})$": "team-7",
    r"^10{0,8}$": "1000",
}
_QUOTED = re.compile(r"'([^']*)'")
_OTHERWISE = _("This value cannot be accepted.")


def sentence(error: Mapping[str, Any]) -> str:
    """The sentence for one error of pydantic's; a general one for a kind that has none of its own."""
    text = str(_SENTENCES.get(error["type"], _OTHERWISE))
    told = {name: str(value) for name, value in error.get("ctx", {}).items()}
    if "expected" in told:  # pydantic lists the choices in English: 'year', 'quarter' or 'month'
        told["expected"] = ", ".join(code or '""' for code in _QUOTED.findall(told["expected"])) or told["expected"]
    if "pattern" in told:
        told["example"] = EXAMPLES.get(told["pattern"], told["pattern"])
    try:
        return text % told if "%(" in text else text
    except KeyError:
        return str(_OTHERWISE)
