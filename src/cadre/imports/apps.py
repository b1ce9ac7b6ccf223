from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ImportsConfig(AppConfig):
    name = "cadre.imports"
    label = "imports"

    def ready(self) -> None:
        from cadre.imports import notices  # noqa: F401 - declared by being loaded
        from cadre.imports.policies import IMPORTERS
        from cadre.ui.navigation import NavItem, register

        label = pgettext_lazy("navigation", "Imports")
        register(
            NavItem("settings", "imports", label, "imports:import-list", icon="upload", roles=IMPORTERS, position=60)
        )
