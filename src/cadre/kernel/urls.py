"""Addresses of the room kernel."""

from django.urls import URLPattern, URLResolver, path

from cadre.kernel.downloads import file_download

app_name = "kernel"
urlpatterns: list[URLPattern | URLResolver] = [
    path("files/<int:file_id>/", file_download, name="file-download"),
]
