"""Forms of the front door."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.models import User
from cadre.ui.forms import Form


class SignInForm(Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=pgettext_lazy("field", "Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ProfileForm(Form):
    """What a person sets for himself. The present password is asked only for a new one."""

    name = forms.CharField(label=pgettext_lazy("field", "Name"), max_length=120)
    language = forms.ChoiceField(label=pgettext_lazy("field", "Language"), choices=User.LANGUAGES)
    theme = forms.ChoiceField(label=pgettext_lazy("field", "Theme"), choices=User.THEMES)
    password = forms.CharField(
        label=_("Present password"),
        required=False,
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Only needed to set a new one."),
    )
    new_password = forms.CharField(
        label=_("New password"),
        required=False,
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters; a sentence is easier to remember than a riddle."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if new := data.get("new_password"):
            if not self.user.check_password(data.get("password", "")):
                self.add_error("password", _("This is not your present password."))
            try:
                validate_password(new, self.user)
            except forms.ValidationError as error:
                self.add_error("new_password", error)
        return data
