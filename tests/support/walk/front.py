"""The walk through web, ui, kernel and imports."""

from tests.support.walk import ADMINISTRATOR, EVERYONE, NOBODY, Address

ADDRESSES = [
    Address("web:home", get=EVERYONE),
    Address("web:sign-in", get=EVERYONE, post=EVERYONE, open_to_all=True, leads_on=True),
    Address("web:sign-in-demo", post=EVERYONE, body={"user": "@demo_user"}, open_to_all=True),
    Address("web:sign-out", post=EVERYONE, open_to_all=True),
    Address("web:set-language", post=EVERYONE, body={"language": "zh-hant"}, open_to_all=True),
    Address("web:set-theme", post=EVERYONE, body={"theme": "dark"}, open_to_all=True),
    Address("web:offline", get=EVERYONE, open_to_all=True),
    Address("web:health", get=EVERYONE, open_to_all=True),
    Address("web:search", get=EVERYONE, query={"q": "Works"}, shows=("account",)),
    Address("web:number", get=EVERYONE, keys={"metric": "metric"}),
    Address("web:notifications", get=EVERYONE, post=EVERYONE),
    Address("web:profile", get=EVERYONE, post=EVERYONE),
    Address("web:undo", post=NOBODY, keys={"act": "uuid"}),
    Address("kernel:live", get=EVERYONE, open_to_all=True, leads_on=True),
    Address("kernel:file-download", get=NOBODY, keys={"file_id": "nothing"}),
    Address("ui:view-save", get=EVERYONE, post=EVERYONE),
    Address("ui:view-remove", post=NOBODY, keys={"view_id": "nothing"}),
    Address("ui:gallery-move", get=ADMINISTRATOR, post=ADMINISTRATOR, leads_on=True),
    *[
        Address(f"ui:{name}", get=ADMINISTRATOR, post=ADMINISTRATOR)
        for name in ("gallery", "gallery-form", "gallery-options", "gallery-why")
    ],
    Address("api:openapi", get=EVERYONE, open_to_all=True),
    Address("api:reference", get=EVERYONE, open_to_all=True),
]
