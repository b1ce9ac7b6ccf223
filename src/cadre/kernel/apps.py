from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    name = "cadre.kernel"
    label = "kernel"

    def ready(self) -> None:
        # What every room declares by importing: who listens to which event, what runs in the background or periodically
        autodiscover_modules("handlers", "tasks", "housekeeping")
