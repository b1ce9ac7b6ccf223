"""The REST operations of imports: take a file in, map it, check it, put it right, run it, take it back."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from django.http import HttpRequest
from ninja import File, Form, Query
from ninja.files import UploadedFile
from pydantic import Field

from cadre.imports import queries, services, tasks
from cadre.imports.checking import Checked
from cadre.imports.findings import Group
from cadre.imports.kinds import ImportField, ImportKind, kinds_for
from cadre.imports.mapping import FileMapping, Fix
from cadre.imports.problems import NO_FILE
from cadre.imports.telling import sentence
from cadre.kernel.rest import (
    Answer,
    ApiRouter,
    Body,
    Id,
    ListQuery,
    Named,
    Page,
    actor_of_request,
    named,
    page_of,
    versioned,
)

if TYPE_CHECKING:
    from cadre.imports.models import ImportRun

router = ApiRouter("imports")
MOST_GROUPS, MOST_NUMBERS = 1000, 100
Heading = Annotated[str, Field(max_length=300)]
FieldKey = Annotated[str, Field(min_length=1, max_length=60)]
Texts = Annotated[dict[FieldKey, Heading], Field(max_length=200)]


class FieldAnswer(Answer):
    """A field that a column can fill."""

    key: str
    label: str
    is_required: bool
    example: str
    help: str

    @classmethod
    def of(cls, field: ImportField) -> "FieldAnswer":
        return cls(
            key=field.key,
            label=str(field.label),
            is_required=field.required,
            example=field.example,
            help=str(field.help),
        )


class KindAnswer(Answer):
    """A kind of rows that you may import. A row is found again by the first of `identity` that a column fills."""

    key: str
    label: str
    identity: list[str]
    fields: list[FieldAnswer]

    @classmethod
    def of(cls, kind: ImportKind) -> "KindAnswer":
        fields = [FieldAnswer.of(field) for field in kind.fields]
        return cls(key=kind.key, label=str(kind.label), identity=list(kind.identity), fields=fields)


class ImportAnswer(Answer):
    """One file on its way in. `made`, `changed`, `unchanged` and `skipped` count rows once it is done, `restored` and `kept_count`
    those put back or left to whoever changed them once it is undone; `refusal` says why not."""

    id: int
    version: int
    kind: str
    state: Literal["draft", "running", "done", "failed", "undone"]
    file_name: str
    encoding: str
    sheet: str
    rows: int
    user: Named | None
    made: int
    changed: int
    unchanged: int
    warned: int
    skipped: int
    refusal: str
    restored: int
    kept_count: int
    can_be_undone: bool
    created_at: dt.datetime
    finished_at: dt.datetime | None

    @classmethod
    def of(cls, run: "ImportRun") -> "ImportAnswer":
        asked = {"id": run.pk, "user": named(run.user), "can_be_undone": queries.is_undoable(run)}
        return cls(**asked, **{name: getattr(run, name) for name in cls.model_fields.keys() - asked})


class Decision(Body):
    """What to do about a value: read it as `to`, let it pass, or leave its rows out."""

    field: FieldKey
    value: Annotated[str, Field(max_length=2000)]
    action: Literal["replace", "allow", "skip"]
    to: Annotated[str, Field(max_length=2000)] = ""


class MappingAnswer(Answer):
    """Which column fills which field. `headings` are those of the file; what is wrong with the mapping comes with the check."""

    headings: list[str]
    columns: dict[str, str]
    constants: dict[str, str]
    orders: dict[str, str]
    scales: dict[str, str]
    fixes: list[Decision]


class FindingAnswer(Answer):
    """All rows with one doubt about one value. `numbers` are rows of the file, the first hundred."""

    severity: Literal["error", "warning", "note"]
    code: str
    field: str
    value: str
    message: str
    suggestions: list[str]
    rows: int
    numbers: list[int]


class CheckAnswer(Answer):
    """What would come of the file: `rows` = `good` + `faulty` + `skipped`. It can be run when `faulty` is 0."""

    rows: int
    good: int
    faulty: int
    warned: int
    skipped: int
    new: int
    known: int
    findings: list[FindingAnswer]

    @classmethod
    def of(cls, checked: Checked) -> "CheckAnswer":
        counts = {name: getattr(checked, name) for name in ("good", "faulty", "warned", "new", "known")}
        found = [_finding(group, checked) for group in checked.findings.groups[:MOST_GROUPS]]
        return cls(rows=checked.sheet.count, skipped=len(checked.skipped), findings=found, **counts)


class ImportQuery(ListQuery):
    """Filters of imports, newest first."""

    lookups: ClassVar = {"kind": "kind__in", "state": "state__in"}
    kind: list[Annotated[str, Field(max_length=40)]] = []
    state: list[Literal["draft", "running", "done", "failed", "undone"]] = []


class MappingChange(Body):
    """The parts of the mapping that you send replace those it has. Field -> heading, fixed text, dmy or mdy, factor."""

    columns: Texts = {}
    constants: Texts = {}
    orders: Annotated[dict[FieldKey, Literal["dmy", "mdy"]], Field(max_length=200)] = {}
    scales: Annotated[dict[FieldKey, Annotated[str, Field(pattern=r"^10{0,8}$")]], Field(max_length=200)] = {}


class Withdrawal(Body):
    """The decision to take back."""

    field: FieldKey
    value: Annotated[str, Field(max_length=2000)]


@router.reads("/imports/kinds", "imports.kind.list", list[KindAnswer])
def list_kinds(request: HttpRequest) -> Any:
    """What you may import, in the order in which it builds on one another, with all fields."""
    return [KindAnswer.of(kind) for kind in kinds_for(actor_of_request(request))]


@router.reads("/imports", "imports.import.list", Page[ImportAnswer])
def list_imports(request: HttpRequest, query: Query[ImportQuery]) -> Any:
    """Imports so far, newest first."""
    rows = query.narrow(queries.runs_visible_to(actor_of_request(request)))
    return page_of(rows, query, ImportAnswer.of, sorts={})


@router.creates("/imports", "imports.import.start", ImportAnswer)
def start_import(
    request: HttpRequest,
    kind: Annotated[str, Form(max_length=40)],
    file: File[UploadedFile | None] = None,
    encoding: Annotated[str, Form(max_length=20)] = "",
    sheet: Annotated[str, Form(max_length=80)] = "",
) -> Any:
    """Take a file in (multipart/form-data) and guess its mapping. Nothing is written to the records yet."""
    if file is None:
        raise NO_FILE(field="file")
    actor = actor_of_request(request)
    return _told(request, services.start_import(actor=actor, kind=kind, upload=file, encoding=encoding, sheet=sheet).pk)


@router.reads("/imports/{int:import_id}", "imports.import.get", ImportAnswer)
def get_import(request: HttpRequest, import_id: Id) -> Any:
    """Where an import stands. Ask again while its state is running."""
    return _told(request, import_id)


@router.removes("/imports/{int:import_id}", "imports.import.discard")
def discard_import(request: HttpRequest, import_id: Id) -> Any:
    """Forget an import that was not run, with its file."""
    services.discard_import(actor=actor_of_request(request), run_id=import_id)


@router.reads("/imports/{int:import_id}/mapping", "imports.import.mapping", MappingAnswer)
def get_mapping(request: HttpRequest, import_id: Id) -> Any:
    """Which column fills which field, as guessed, saved for files of this shape, or set."""
    return _mapping(queries.run_visible_to(actor_of_request(request), import_id))


@router.changes("/imports/{int:import_id}/mapping", "imports.import.map", MappingAnswer)
def map_columns(request: HttpRequest, import_id: Id, payload: MappingChange) -> Any:
    """Say which column fills which field."""
    actor = actor_of_request(request)
    now = queries.mapping_of(queries.run_visible_to(actor, import_id))
    mapping = FileMapping.from_json(now.to_json() | payload.sent())
    return _mapping(services.map_columns(actor=actor, run_id=import_id, mapping=mapping))


@router.reads("/imports/{int:import_id}/check", "imports.import.check", CheckAnswer)
def check_import(request: HttpRequest, import_id: Id) -> Any:
    """Check the whole file under its mapping: what is wrong with which rows, what would be right. Changes nothing."""
    return CheckAnswer.of(queries.checked(queries.run_visible_to(actor_of_request(request), import_id)))


@router.acts("/imports/{int:import_id}/fixes", "imports.import.fix", MappingAnswer)
def apply_fix(request: HttpRequest, import_id: Id, payload: Decision) -> Any:
    """Decide about one value of a field for all its rows."""
    fix = Fix(payload.field, payload.value, payload.action, payload.to)
    return _mapping(services.apply_fix(actor=actor_of_request(request), run_id=import_id, fix=fix))


@router.acts("/imports/{int:import_id}/fixes/withdraw", "imports.import.withdraw_fix", MappingAnswer)
def withdraw_fix(request: HttpRequest, import_id: Id, payload: Withdrawal) -> Any:
    """Take a decision back."""
    actor = actor_of_request(request)
    return _mapping(services.withdraw_fix(actor=actor, run_id=import_id, field=payload.field, value=payload.value))


@router.acts("/imports/{int:import_id}/run", "imports.import.begin", ImportAnswer)
def run_import(request: HttpRequest, import_id: Id) -> Any:
    """Write all rows, or none. A large file runs on after the answer: ask for the import until its state is no longer running."""
    return _told(request, tasks.start(actor_of_request(request), import_id).pk)


@router.acts("/imports/{int:import_id}/undo", "imports.import.undo", ImportAnswer)
def undo_import(request: HttpRequest, import_id: Id) -> Any:
    """Take back what an import did, within 30 days."""
    return _told(request, services.undo_import(actor=actor_of_request(request), run_id=import_id).pk)


def _told(request: HttpRequest, import_id: int) -> ImportAnswer:
    run = queries.run_visible_to(actor_of_request(request), import_id)
    versioned(request, run.version)
    return ImportAnswer.of(run)


def _mapping(run: "ImportRun") -> MappingAnswer:
    mapping = queries.mapping_of(run)
    return MappingAnswer(
        headings=list(queries.sheet_of(run).headings),
        columns=mapping.columns,
        constants=mapping.constants,
        orders=mapping.orders,
        scales=mapping.scales,
        fixes=[Decision(field=fix.field, value=fix.value, action=fix.action, to=fix.to) for fix in mapping.fixes],
    )


def _finding(group: Group, checked: Checked) -> FindingAnswer:
    return FindingAnswer(
        severity=group.severity.value,
        code=group.doubt.kind.code,
        field=group.field,
        value=group.value,
        message=sentence(group),
        suggestions=list(group.doubt.suggestions),
        rows=len(group.rows),
        numbers=[checked.sheet.numbers[place] for place in group.rows[:MOST_NUMBERS]],
    )
