from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "cadre.kernel"
    label = "kernel"
