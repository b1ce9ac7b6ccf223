"""What imports tell the rest of the product: one event per file, not one per row."""

from cadre.kernel.events import event


@event("imports.finished")
class ImportFinished:
    run_id: int
    kind: str
    made: int
    changed: int


@event("imports.undone")
class ImportUndone:
    run_id: int
    kind: str
