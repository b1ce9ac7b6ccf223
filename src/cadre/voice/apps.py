from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "cadre.voice"
    label = "voice"

    def ready(self) -> None:
        from cadre.voice import facts, sentences  # noqa: F401 - declared by being loaded
        from cadre.voice.navigation import register_panels

        sentences.register()
        register_panels()
