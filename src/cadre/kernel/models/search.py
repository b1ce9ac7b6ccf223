"""What search knows of a record: its folded title and its tokens. Written by `cadre.kernel.search` alone."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class TokensField(models.Field):  # type: ignore[type-arg]  # not subscriptable at run time
    """Tokens in the order of the text. SQLite: a line of words, which triggers copy into FTS5. PostgreSQL: a tsvector."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value: Sequence[str], connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if connection.vendor == "postgresql":
            return " ".join(f"'{token}':{place}" for place, token in enumerate(value, 1))
        return " ".join(value)

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"

    def from_db_value(self, value: str | None, expression: Any, connection: BaseDatabaseWrapper) -> list[str]:
        """The distinct tokens, for people who look; nothing in the product reads them back."""
        return [token.split(":")[0].strip("'") for token in (value or "").split()]


class SearchRow(models.Model):
    """One searchable record. `owner_id` is the employee whose row it is, for visibility; None has no owner."""

    kind = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    owner_id = models.BigIntegerField(null=True, db_index=True)
    fold = models.CharField(max_length=200)
    tokens = TokensField()
    digest = models.CharField(max_length=32)
    tokeniser_version = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.ref_id}"


class SearchName(SearchRow):
    """Records that are found by name, number or address, and ranked."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "ref_id"], name="search_name_once")]
        indexes = [models.Index(fields=["fold"], name="search_name_fold")]


class SearchBody(SearchRow):
    """Long texts (notes, articles), found newest first."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "ref_id"], name="search_body_once")]
