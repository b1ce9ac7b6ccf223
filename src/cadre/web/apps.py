from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class WebConfig(AppConfig):
    name = "cadre.web"
    label = "web"

    def ready(self) -> None:
        from cadre.kernel.notifications import unread_count
        from cadre.ui.navigation import NavItem, register
        from cadre.ui.shell import register_unread

        register_unread(unread_count)
        register(
            NavItem(
                "home",
                "home",
                pgettext_lazy("navigation", "Home"),
                "web:home",
                icon="layout-dashboard",
                position=0,
                phone=1,
                go="h",
            )
        )
