from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "cadre.crm"
    label = "crm"

    def ready(self) -> None:
        from cadre.crm import dimensions, facts, metrics, sentences  # noqa: F401 - declared by being loaded
        from cadre.crm.handover import register_parts
        from cadre.crm.load import register_figures
        from cadre.crm.navigation import register_pages
        from cadre.crm.search import register_kinds

        register_pages()
        sentences.register()
        register_kinds()
        register_parts()
        register_figures()
