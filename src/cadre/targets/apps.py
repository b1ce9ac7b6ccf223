from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "cadre.targets"
    label = "targets"

    def ready(self) -> None:
        from cadre.targets import facts, notices  # noqa: F401 - declared by being loaded
        from cadre.targets.navigation import register_pages

        register_pages()
