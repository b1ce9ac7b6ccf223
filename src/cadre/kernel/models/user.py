import hashlib
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel import clock
from cadre.kernel.access import Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), name=name, **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        """A company's first administrator (`cadre manage createsuperuser`); he invites everybody else in the product."""
        return self.create_user(email, name, password, roles=[Role.ADMINISTRATOR], **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


def known_roles(roles: list[str]) -> None:
    if unknown := set(roles) - set(Role.values):
        raise ValidationError(_("Unknown role: %(roles)s"), params={"roles": ", ".join(sorted(unknown))})


class User(AbstractBaseUser):
    """A sign-in. Who he is in the organisation is an Employee of the room `people`."""

    THEMES: ClassVar = [
        ("auto", _("As the device")),
        ("light", pgettext_lazy("theme", "Light")),
        ("dark", pgettext_lazy("theme", "Dark")),
    ]

    LANGUAGES: ClassVar = [("zh-hant", "繁體中文"), ("zh-hans", "简体中文"), ("en", "English")]

    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    roles = models.JSONField(pgettext_lazy("user", "roles"), default=list, blank=True, validators=[known_roles])
    language = models.CharField(
        pgettext_lazy("user", "language"),
        max_length=10,
        default="en",
        choices=LANGUAGES,
    )
    theme = models.CharField(pgettext_lazy("user", "theme"), max_length=5, default="auto", choices=THEMES)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        verbose_name = pgettext_lazy("model", "user")
        verbose_name_plural = pgettext_lazy("model", "users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("Somebody already signs in with this e-mail."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def role_names(self) -> str:
        """The roles in the reader's language."""
        return ", ".join(str(Role(role).label) for role in self.roles)


class ApiToken(models.Model):
    """A key for scripts: shown once, kept as a hash, limited to scopes, under its user's visibility."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label

    @staticmethod
    def digest_of(secret: str) -> str:
        """Tokens carry 256 random bits, so a plain hash is enough; a slow one would be paid on every call."""
        return hashlib.sha256(secret.encode()).hexdigest()
