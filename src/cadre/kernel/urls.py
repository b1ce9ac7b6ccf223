"""Addresses of the room kernel."""

from django.urls import URLPattern, URLResolver, path

from cadre.kernel.downloads import file_download
from cadre.kernel.live.fallback import no_stream

app_name = "kernel"
urlpatterns: list[URLPattern | URLResolver] = [
    path("live/", no_stream, name="live"),
    path("files/<int:file_id>/", file_download, name="file-download"),
]
