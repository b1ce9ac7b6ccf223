"""Forms and fields of the product: plain Django forms whose look `<c-field>` decides."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import DjangoTemplates
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from cadre.kernel.magnitudes import without_magnitude
from cadre.kernel.money import minor_digits, to_minor
from cadre.kernel.problems import Problems
from cadre.ui import formatting
from cadre.ui.numbers import plain_number
from cadre.ui.refusals import put_in_words


class CadreFormRenderer(DjangoTemplates):
    """Django's own widget templates; labels, help and errors around them are `<c-field>`'s."""


class Form(forms.Form):
    """Base of the product's forms: takes problems in, and knows how many errors it has."""

    use_required_attribute = False  # the server's sentence is better than the browser's bubble, and translated

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == BLANK_CHOICE_DASH[0][1]:
                field.empty_label = formatting.NOTHING  # nothing chosen reads as nothing does everywhere else

    @property
    def stated(self) -> str:
        """Which form this is, as the page sends it along: people.MoveForm. A refusal before any view runs knows its labels by it."""
        return stated(type(self))

    @property
    def error_count(self) -> int:
        return sum(len(errors) for errors in self.errors.values())

    def full_clean(self) -> None:
        for field in self.fields.values():
            put_in_words(field)
        super().full_clean()

    def add_problems(self, problems: Problems) -> None:
        """Each problem at its field, or on top where the form has no such field."""
        for problem in problems.problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)


def stated(form: type[Form]) -> str:
    """The room of a form and its name."""
    return f"{form.__module__.split('.')[1]}.{form.__name__}"


class MoneyInput(forms.TextInput):
    """A text box for an amount, with the currency before it."""

    def __init__(self, currency: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})
        self.currency = currency

    @property
    def prefix(self) -> str:
        return formatting.symbol(self.currency, translation.get_language() or "en")


class MoneyField(forms.Field):
    """An amount typed in major units (1,636.32, 2.7 萬), cleaned to minor units (163632)."""

    widget: Any = MoneyInput

    def __init__(self, *, currency: str, minimum: int | None = 0, **kwargs: Any) -> None:
        self.currency, self.minimum = currency, minimum
        super().__init__(widget=MoneyInput(currency), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return formatting.amount(
                value, self.currency, exact=value % 10 ** minor_digits(self.currency) != 0
            ).replace(formatting.MINUS, "-")
        return value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            minor = to_minor(_plain_decimal(str(value)), self.currency)
        except (InvalidOperation, ValueError) as error:
            raise ValidationError(
                _("This is not an amount. Write figures like 26,768 or 26,768.50."), code="invalid"
            ) from error
        if abs(minor) >= 10**17:
            raise ValidationError(_("This amount is too large."), code="too_large")
        if self.minimum is not None and minor < self.minimum:
            raise ValidationError(
                _("An amount below %(least)s is not possible here."), code="min", params={"least": self.minimum}
            )
        return minor

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


def _plain_decimal(text: str) -> Decimal:
    figures, power = without_magnitude(plain_number(text))
    figures = figures.replace(",", "")
    value = Decimal(
        f"{figures}e{power}" if power else figures
    )  # read whole: arithmetic would round a decimal too many away
    if not value.is_finite():
        raise InvalidOperation
    return value


class DateInput(forms.DateInput):
    """The browser's own date picker: right in every language, on every device."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A date; also read as 2017/12/4 and 2017.12.4."""

    widget = DateInput
    default_error_messages = {"invalid": _("This is not a date. Write it like 2026-12-31.")}

    def to_python(self, value: Any) -> dt.date | None:
        return super().to_python(value.strip().replace("/", "-").replace(".", "-") if isinstance(value, str) else value)


class Choices(forms.RadioSelect):
    """A handful of choices side by side (a segmented button)."""


class SuggestInput(forms.TextInput):
    """A text field that offers words to choose from and takes any other; `suggestions` is asked in the reader's language."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, suggestions: Callable[[], Sequence[str]]) -> None:
        super().__init__(attrs)
        self.suggestions = suggestions

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        listed = f"{(attrs or {}).get('id', name)}_words"
        field = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        words = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.suggestions()))
        return format_html('{}<datalist id="{}">{}</datalist>', field, listed, words)


class PickInput(forms.TextInput):
    """Search box over many rows; the chosen row's id travels in a hidden field. `by`: a field of the form that narrows the search."""

    def __init__(self, url: Callable[[], str] | str, attrs: dict[str, Any] | None = None, *, by: str = "") -> None:
        super().__init__(attrs)
        self._url, self._by = url, by
        self.name_of: Callable[[Any], str] = lambda _pk: ""

    @property
    def url(self) -> str:
        return self._url() if callable(self._url) else self._url

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        attrs = attrs or {}
        ident = attrs.get("id", f"id_{name}")
        described = (
            format_html(' aria-describedby="{}"', attrs["aria-describedby"]) if "aria-describedby" in attrs else ""
        )
        invalid = mark_safe(' aria-invalid="true"') if "aria-invalid" in attrs else ""
        leader = format_html(' data-combo-by="{}"', self._by) if self._by else ""
        return format_html(
            '<div class="c-combo" data-combo><input type="text" class="{}" id="{}" name="{}_words" value="{}" '
            'autocomplete="off" role="combobox" '
            'aria-expanded="false" aria-autocomplete="list" aria-controls="{}_found"{}{}{} data-combo-url="{}">'
            '<input type="hidden" name="{}" value="{}"><div class="c-found" id="{}_found" role="listbox" aria-label="{}"></div></div>',
            attrs.get("class", ""),
            ident,
            name,
            self.name_of(value) if value not in (None, "") else "",
            ident,
            described,
            invalid,
            leader,
            self.url,
            name,
            "" if value is None else value,
            ident,
            pgettext("combobox", "Suggestions"),
        )


class PickField(forms.ModelChoiceField):
    """One row out of many, found by typing. `url` answers ?q=… with `ui/_options.html`; without script the id can be typed.

    `queryset` may be set per request (what the actor may choose).
    """

    def __init__(
        self,
        *,
        url: Callable[[], str] | str,
        queryset: QuerySet[Any],
        label_of: Callable[[Any], str] = str,
        by: str = "",
        **kwargs: Any,
    ) -> None:
        self.label_of = label_of
        super().__init__(queryset=queryset, widget=PickInput(url, by=by), **kwargs)
        self.widget.name_of = self._name_of  # type: ignore[attr-defined]
        self.error_messages["invalid_choice"] = _("Choose one from the list.")

    def _name_of(self, value: Any) -> str:
        if isinstance(value, Model):
            return self.label_of(value)
        rows = self.queryset
        row = rows.filter(pk=value).first() if rows is not None and str(value).isdecimal() else None
        return self.label_of(row) if row else ""

    def __deepcopy__(self, memo: Any) -> "PickField":
        copy = super().__deepcopy__(memo)
        copy.widget.name_of = copy._name_of  # the copy must ask its own queryset
        return copy


_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (Choices, "choice"),
    (forms.RadioSelect, "checks"),
    (forms.CheckboxSelectMultiple, "checks"),
    (forms.CheckboxInput, "check"),
    (forms.Select, "select"),
    (forms.Textarea, "area"),
    (forms.FileInput, "file"),
)


def kind_of(field: forms.BoundField) -> str:
    """How `<c-field>` draws a field."""
    if field.is_hidden:
        return "hidden"
    return next((kind for widget, kind in _KINDS if isinstance(field.field.widget, widget)), "input")


def widget_html(field: forms.BoundField) -> SafeString:
    """The field's control with the classes of its kind."""
    kind = kind_of(field)
    names = {"select": "form-select", "check": "form-check-input"}.get(kind, "form-control")
    if isinstance(field.field, MoneyField | forms.IntegerField | forms.DecimalField) and kind == "input":
        names += " num"
    if field.errors:
        names += " is-invalid"
    return field.as_widget(attrs={"class": f"{field.field.widget.attrs.get('class', '')} {names}".strip()})


def lacks(field: forms.BoundField, choice: forms.boundfield.BoundWidget) -> bool:
    """Whether a refused form still needs this tick: the open ones of a field that is `is_needed` are marked, the others not."""
    if not field.errors or not getattr(field.field, "is_needed", False):
        return False
    is_open = not choice.data["selected"]
    if not is_open:
        choice.data["attrs"].pop("aria-invalid", None)  # Django marks all boxes of the field
    return is_open
