from django.apps import AppConfig


class CockpitConfig(AppConfig):
    name = "cadre.cockpit"
    label = "cockpit"

    def ready(self) -> None:
        from cadre.cockpit import metric_uses, notices  # noqa: F401 - declared by being loaded
        from cadre.cockpit.navigation import register_pages

        register_pages()
