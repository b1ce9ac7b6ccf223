from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "cadre.metrics"
    label = "metrics"

    def ready(self) -> None:
        from cadre.metrics import times  # noqa: F401 - declares the calendar's dimensions
