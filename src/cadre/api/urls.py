"""Addresses under /api/v1/ (every operation, the description, the reference, a clear answer for all others) and the page of keys."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from cadre.api import pages
from cadre.api.root import elsewhere, patterns

app_name = "api"
_operations: list[URLPattern | URLResolver] = [
    path("openapi.json", pages.openapi_document, name="openapi"),
    path("docs", pages.reference, name="reference"),
    *patterns(),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("keys/", pages.token_list, name="token-list"),
    path("keys/<int:token_id>/revoke/", pages.token_revoke, name="token-revoke"),
    path("api/v1/", include(_operations)),
    re_path(r"^api/", elsewhere, name="elsewhere"),
]
