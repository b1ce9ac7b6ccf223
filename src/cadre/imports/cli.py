"""`cadre import KIND FILE`: the wizard's check and import on the command line. Exit code 2 when rows are refused."""

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from cadre.imports.checking import Checked
    from cadre.imports.kinds import ImportKind
    from cadre.imports.mapping import FileMapping, Fix
    from cadre.kernel.access import Actor

UNUSABLE, REFUSED = 1, 2
MOST_ROWS = 40


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong with a call in one line, and how to learn more."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message} (see {self.prog} --help)", file=sys.stderr)
        raise SystemExit(UNUSABLE)


def main(argv: list[str]) -> int:
    """Import a file. 0 done, 1 the file or the mapping cannot be used, 2 rows have errors and nothing was written."""
    import django

    django.setup()
    options = _parser().parse_args(argv)
    from cadre.imports.kinds import kind_of
    from cadre.kernel.problems import Problems

    try:
        return _run(options, kind_of(options.kind))
    except Problems as problems:
        for problem in problems.problems:
            print(f"cadre import: {problem.message}", file=sys.stderr)
        return UNUSABLE


def _run(options: argparse.Namespace, kind: "ImportKind") -> int:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from cadre.imports import queries, services
    from cadre.imports.checking import check
    from cadre.imports.reading import read_sheet

    path = Path(options.file)
    actor = _actor(options.user)
    content = _content(path)
    sheet = read_sheet(content, encoding=options.encoding, sheet=options.sheet)
    guessed, is_saved = queries.mapping_for(kind, sheet)
    mapping = _asked(options, guessed)
    checked = check(kind, sheet, mapping)
    _tell(checked, is_saved=is_saved and not options.mapping)
    if options.errors and (checked.faulty or checked.warned):
        _write_errors(checked, Path(options.errors))
    if checked.faulty:
        print(f"\nNothing was imported: {checked.faulty:,} of {sheet.count:,} rows have errors.", file=sys.stderr)
        return REFUSED
    if options.dry_run:
        print(f"\nNothing was imported (--dry-run). {checked.new:,} new, {checked.known:,} already here.")
        return 0
    upload = SimpleUploadedFile(path.name, content)
    run = services.start_import(actor=actor, kind=kind.key, upload=upload, encoding=options.encoding, sheet=sheet.sheet)
    services.map_columns(actor=actor, run_id=run.pk, mapping=mapping)
    done = services.perform_import(actor=actor, run_id=run.pk, progress=_progress)
    print(
        f"\nImported {path.name}: {done.made:,} new, {done.changed:,} changed, {done.unchanged:,} unchanged, ", end=""
    )
    print(f"{done.skipped:,} left out, {done.warned:,} with warnings.")
    return 0


def _content(path: Path) -> bytes:
    """The bytes of a file that can be read and is not too large; else a Problem that says which of it."""
    from django.conf import settings

    from cadre.imports.problems import CANNOT_READ, IS_A_FOLDER, NO_SUCH_FILE, NOT_A_FILE, TOO_LARGE

    megabyte, limit = 1024 * 1024, settings.CADRE_UPLOAD_LIMIT
    try:
        if path.is_dir():
            raise IS_A_FOLDER(path=str(path))
        if not path.exists():
            raise NO_SUCH_FILE(path=str(path))
        if not path.is_file():
            raise NOT_A_FILE(path=str(path))
        if path.stat().st_size > limit:
            raise TOO_LARGE(size=-(-path.stat().st_size // megabyte), limit=limit // megabyte)
        return path.read_bytes()
    except OSError as error:
        raise CANNOT_READ(path=str(path), reason=error.strerror or str(error)) from error


def _mapping_in(path: Path) -> "FileMapping":
    from cadre.imports.mapping import FileMapping
    from cadre.imports.problems import NOT_A_MAPPING

    try:
        return FileMapping.from_json(json.loads(_content(path)))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise NOT_A_MAPPING(path=str(path)) from error


def _asked(options: argparse.Namespace, guessed: "FileMapping") -> "FileMapping":
    mapping = _mapping_in(Path(options.mapping)) if options.mapping else guessed
    mapping = replace(
        mapping,
        columns=mapping.columns | dict(options.map),
        constants=mapping.constants | dict(options.set),
        scales=mapping.scales | dict(options.scale),
        orders=mapping.orders | dict(options.order),
    )
    for fix in [*(_fix(text) for text in options.fix), *(_skip(text) for text in options.skip)]:
        mapping = mapping.with_fix(fix)
    return mapping


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise argparse.ArgumentTypeError(f"{text!r} has no “=” between the field and the rest")
    return name.strip(), value.strip()


def _about(text: str) -> str:
    if not text.partition(":")[1]:
        raise argparse.ArgumentTypeError(f"{text!r} has no “:” between the field and the value")
    return text


def _fix(text: str) -> "Fix":
    from cadre.imports.mapping import Fix

    name, _, rest = text.partition(":")
    value, _, to = rest.partition("=")
    return Fix(name.strip(), value.strip(), "replace" if to.strip() else "allow", to.strip())


def _skip(text: str) -> "Fix":
    from cadre.imports.mapping import Fix

    name, _, value = text.partition(":")
    return Fix(name.strip(), value.strip(), "skip")


def _actor(email: str) -> "Actor":
    from cadre.imports.problems import NO_SUCH_USER
    from cadre.kernel.access import SYSTEM, actor_of
    from cadre.kernel.models import User

    if not email:
        return SYSTEM
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise NO_SUCH_USER(email=email)
    return actor_of(user)


def _tell(checked: "Checked", *, is_saved: bool) -> None:
    from cadre.imports.telling import decided, rows_of, sentence, told_rows

    sheet, mapping = checked.sheet, checked.mapping
    origin = f"sheet {sheet.sheet}" if sheet.sheet else f"{sheet.encoding.upper()}, delimiter {sheet.delimiter!r}"
    print(f"{sheet.count:,} rows, {len(sheet.headings)} columns, {origin}{' (a guess)' if sheet.is_guess else ''}")
    print("columns" + (" (as last time)" if is_saved else "") + ":")
    for name, heading in mapping.columns.items():
        print(f"  {heading:<28} → {name}")
    unused = [heading for heading in sheet.headings if heading not in mapping.columns.values()]
    if unused:
        print(f"  not imported: {', '.join(unused)}")
    for fix in mapping.fixes:
        print(f"decided: {decided(fix, checked)}")
    for group in checked.findings.groups:
        hint = (
            f'  Try --fix "{group.field}:{group.value}={group.doubt.suggestions[0]}"' if group.doubt.suggestions else ""
        )
        print(f"{group.severity.upper():<8}{rows_of(len(group.rows)):>14}  {sentence(group)}{hint}")
    if checked.faulty:
        print("\nrow      reason")
        rows, count, _fields = told_rows(checked, limit=MOST_ROWS)
        for row in rows:
            print(f"{row.number:<8} {row.identity + ': ' if row.identity else ''}{row.reasons}")
        if count > len(rows):
            print(f"… and {count - len(rows):,} more. --errors FILE writes them all.")


def _write_errors(checked: "Checked", path: Path) -> None:
    from cadre.imports.problems import CANNOT_WRITE
    from cadre.imports.telling import faulty_file

    try:
        with path.open("w", encoding="utf-8", newline="") as out:
            out.writelines(faulty_file(checked))
    except OSError as error:
        raise CANNOT_WRITE(path=str(path), reason=error.strerror or str(error)) from error
    print(f"rows with errors or warnings: {path}")


def _progress(percent: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{percent:3d} %", end="" if percent < 100 else "\n", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    from cadre.imports.kinds import known_kinds

    parser = OneLineParser(
        prog="cadre import",
        description="Import a CSV or XLSX file, all rows or none. Rows that exist already are updated.",
        epilog='Example: cadre import opportunities deals.csv --fix "product:GTXPro=GTX Pro" --as ops@example.com',
    )
    parser.add_argument("kind", help=f"what the rows are: {', '.join(sorted(known_kinds()))}")
    parser.add_argument("file", help="a CSV, TSV or XLSX file")
    parser.add_argument("--dry-run", action="store_true", help="check only")
    parser.add_argument(
        "--as", dest="user", default="", metavar="EMAIL", help="the user who imports (default: the system)"
    )
    parser.add_argument("--mapping", metavar="FILE", help="a mapping as JSON, instead of the saved or guessed one")
    parser.add_argument(
        "--map", action="append", type=_pair, default=[], metavar="FIELD=HEADING", help="take a field from a column"
    )
    parser.add_argument(
        "--set", action="append", type=_pair, default=[], metavar="FIELD=TEXT", help="one value for every row"
    )
    parser.add_argument(
        "--scale", action="append", type=_pair, default=[], metavar="FIELD=NUMBER", help="multiply a column of numbers"
    )
    parser.add_argument(
        "--order", action="append", type=_pair, default=[], metavar="FIELD=dmy|mdy", help="order of day and month"
    )
    parser.add_argument(
        "--fix", action="append", type=_about, default=[], metavar="FIELD:VALUE=RIGHT", help="read a value as another"
    )
    parser.add_argument(
        "--skip", action="append", type=_about, default=[], metavar="FIELD:VALUE", help="leave rows with a value out"
    )
    parser.add_argument("--errors", metavar="FILE", help="write the rows with errors or warnings to a CSV file")
    parser.add_argument(
        "--encoding", default="", help="of the text: utf-8, gb18030, big5, utf-16, cp1252 (default: found)"
    )
    parser.add_argument("--sheet", default="", help="of the workbook (default: the first that is not empty)")
    return parser
