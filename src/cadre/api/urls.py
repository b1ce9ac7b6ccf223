"""Addresses under /api/v1/: every operation, the description, the reference, and a clear answer for all others."""

from django.urls import URLPattern, URLResolver, path, re_path

from cadre.api import views
from cadre.api.root import elsewhere, patterns

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi.json", views.openapi_document, name="openapi"),
    path("docs", views.reference, name="reference"),
    *patterns(),
    re_path(r"^.*$", elsewhere, name="elsewhere"),
]
