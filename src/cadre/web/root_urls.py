"""Every address of the product: each room brings its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("cadre.web.urls")),
    path("", include("cadre.ui.urls")),
    path("", include("cadre.kernel.urls")),
    path("people/", include("cadre.people.urls")),
    path("crm/", include("cadre.crm.urls")),
    path("voice/", include("cadre.voice.urls")),
    path("targets/", include("cadre.targets.urls")),
    path("", include("cadre.cockpit.urls")),
    path("imports/", include("cadre.imports.urls")),
    path("", include("cadre.api.urls")),
]
handler403 = "cadre.web.views.errors.forbidden"
handler404 = "cadre.web.views.errors.not_found"
handler500 = "cadre.web.views.errors.broken"
