"""Verbs of the interface itself."""

from cadre.kernel import write
from cadre.kernel.access import EVERYONE, Actor
from cadre.kernel.acts import Change, current_act
from cadre.kernel.problems import NOT_FOUND
from cadre.kernel.verbs import verb
from cadre.ui.models import SavedView


@verb("ui.view.save", roles=EVERYONE)
def save_view(*, actor: Actor, page: str, name: str, query: str) -> SavedView:
    """Keep the state of a list under a name; the same name replaces it."""
    old = SavedView.objects.filter(user__id=actor.user_id or 0, page=page, name=name).first()
    if old:
        return write.change(old, query=query)
    return write.create(SavedView, user_id=actor.user_id, page=page, name=name, query=query)


@verb("ui.view.remove", roles=EVERYONE)
def remove_view(*, actor: Actor, view_id: int) -> str:
    """Forget one of the actor's own views; returns its page. NOT_FOUND for anyone else's."""
    view = SavedView.objects.filter(user__id=actor.user_id or 0, pk=view_id).first()
    if view is None:
        raise NOT_FOUND()
    write.remove(view)
    return view.page


@verb("ui.list.export", roles=EVERYONE)
def note_export(*, actor: Actor, page: str, title: str, form: str, query: str) -> None:
    """Keep in the audit who took which list out of the product as a file, under which filter."""
    fields = {"form": [None, form], "query": [None, query]}
    current_act().changes.append(Change(page[:60], None, title[:200], "exported", fields))
