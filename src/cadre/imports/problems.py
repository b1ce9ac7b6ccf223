"""What can be wrong with a file or one of its rows, each with what to do about it."""

from django.utils.translation import gettext_lazy as _

from cadre.kernel.problems import ProblemKind

# ── the file as a whole
NO_FILE = ProblemKind("imports.no_file", _("Choose a file first."), 422)
NO_SUCH_FILE = ProblemKind("imports.no_such_file", _("There is no file %(path)s."), 422)
IS_A_FOLDER = ProblemKind("imports.is_a_folder", _("%(path)s is a folder. Name the file in it."), 422)
NOT_A_FILE = ProblemKind("imports.not_a_file", _("%(path)s is not a file that can be read to its end."), 422)
CANNOT_READ = ProblemKind("imports.cannot_read", _("The file %(path)s cannot be read: %(reason)s."), 422)
CANNOT_WRITE = ProblemKind("imports.cannot_write", _("The file %(path)s cannot be written: %(reason)s."), 422)
NO_SUCH_USER = ProblemKind("imports.no_such_user", _("Nobody signs in as %(email)s."), 404)
TOO_LARGE = ProblemKind(
    "imports.too_large",
    _("The file has %(size)s MB; %(limit)s MB are allowed. Split it, or leave out columns you do not need."),
    413,
)
EMPTY_FILE = ProblemKind("imports.empty", _("The file is empty: it needs a row of headings and at least one row."), 422)
NOT_A_TABLE = ProblemKind(
    "imports.not_a_table",
    _("This is not a table but %(what)s. Save the list as CSV or XLSX and choose that file."),
    422,
)
NOT_TEXT = ProblemKind(
    "imports.not_text",
    _("This file holds neither text nor a workbook. Save the list as CSV or XLSX and choose that file."),
    422,
)
DAMAGED = ProblemKind(
    "imports.damaged",
    _(
        "The workbook is damaged and cannot be opened. Open it in a spreadsheet, save it again as XLSX or CSV, and choose that file."
    ),
    422,
)
OTHER_WORKBOOK = ProblemKind(
    "imports.other_workbook",
    _("Files of the kind %(what)s are not read. Save the list as XLSX or CSV and choose that file."),
    422,
)
PROTECTED = ProblemKind(
    "imports.protected", _("The workbook is protected by a password. Save it without one and choose that file."), 422
)
BOMB = ProblemKind(
    "imports.unpacks_too_large", _("The workbook unpacks to more than %(limit)s MB. Save the list as CSV instead."), 413
)
TOO_MANY_COLUMNS = ProblemKind(
    "imports.too_many_columns", _("The file has %(found)s columns; %(limit)s are allowed. Check the delimiter."), 422
)
TOO_MANY_ROWS = ProblemKind(
    "imports.too_many_rows", _("The file has more than %(limit)s rows. Split it into several files."), 413
)
UNREADABLE_TEXT = ProblemKind(
    "imports.unreadable_text",
    _("The text cannot be read as %(encoding)s. Choose another encoding, or save as UTF-8."),
    422,
)
BROKEN_QUOTES = ProblemKind(
    "imports.broken_quotes",
    _("Row %(row)s cannot be read: a quotation mark is opened and never closed, or a cell is far too long."),
    422,
)
NO_HEADINGS = ProblemKind(
    "imports.no_headings", _("The first row must hold the headings; column %(column)s has none but holds values."), 422
)
SAME_HEADING = ProblemKind("imports.same_heading", _("Two columns are called “%(heading)s”. Rename one of them."), 422)
NO_SUCH_SHEET = ProblemKind("imports.no_such_sheet", _("The workbook has no sheet “%(sheet)s”."), 422)

# ── the mapping
UNKNOWN_KIND = ProblemKind("imports.unknown_kind", _("“%(kind)s” cannot be imported. Choose one of: %(kinds)s."), 404)
UNMAPPED = ProblemKind(
    "imports.unmapped",
    _("Nothing in the file gives “%(label)s”, which every row needs. Choose its column or a fixed value."),
    422,
)
NOT_A_MAPPING = ProblemKind(
    "imports.not_a_mapping",
    _("%(path)s is not a mapping. It is JSON with “columns”: field to heading, and perhaps “constants” and “fixes”."),
    422,
)
BAD_SCALE = ProblemKind(
    "imports.bad_scale", _("“%(value)s” is not a number to multiply “%(name)s” by. Write one like 1000."), 422
)
BAD_ORDER = ProblemKind(
    "imports.bad_order", _("“%(value)s” is no order of day and month for “%(name)s”. Write dmy or mdy."), 422
)
TAKEN_TWICE = ProblemKind("imports.taken_twice", _("“%(label)s” is taken from two columns. Keep one."), 422)
UNKNOWN_FIELD = ProblemKind("imports.unknown_field", _("“%(name)s” is not a field here. Fields are: %(fields)s."), 422)
UNKNOWN_COLUMN = ProblemKind(
    "imports.unknown_column", _("The file has no column “%(column)s”. It has: %(columns)s."), 422
)

# ── one row
MISSING = ProblemKind("imports.missing", _("“%(label)s” is empty, but every row needs it."), 422)
MISSING_IN_NEW = ProblemKind(
    "imports.missing_in_new", _("“%(label)s” is missing, which every new row needs. New here: %(rows)s."), 422
)
LEFT_EMPTY = ProblemKind("imports.left_empty", _("No %(label)s. It may stay empty."), 422)
NOT_FOUND_HERE = ProblemKind("imports.not_found", _("%(label)s “%(value)s” does not exist here."), 422)
NEARLY = ProblemKind("imports.nearly", _("%(label)s “%(value)s”: did you mean “%(suggestion)s”?"), 422)
SEVERAL = ProblemKind(
    "imports.several", _("%(label)s “%(value)s” fits more than one record. Use its number instead."), 422
)
NOT_A_DATE = ProblemKind("imports.not_a_date", _("“%(value)s” is not a date. Write it as 2026-03-31."), 422)
ORDER_UNKNOWN = ProblemKind(
    "imports.date_order_unknown",
    _(
        "Is “%(value)s” %(first)s or %(second)s? All dates of the column can be read both ways: choose the order of day and month."
    ),
    422,
)
NOT_A_NUMBER = ProblemKind("imports.not_a_number", _("“%(value)s” is not a number."), 422)
NOT_WHOLE = ProblemKind("imports.not_whole", _("“%(value)s” is not a whole number."), 422)
OUT_OF_RANGE = ProblemKind("imports.out_of_range", _("“%(value)s” is outside %(least)s to %(most)s."), 422)
NOT_MAIL = ProblemKind("imports.not_mail", _("“%(value)s” is not an e-mail address."), 422)
NOT_WEB = ProblemKind("imports.not_web", _("“%(value)s” is not a web address."), 422)
NOT_A_CHOICE = ProblemKind("imports.not_a_choice", _("%(label)s “%(value)s” is none of: %(choices)s."), 422)
TOO_LONG = ProblemKind("imports.too_long", _("The text has %(length)s characters; %(limit)s are allowed."), 422)
CONTROL_CHARACTER = ProblemKind(
    "imports.control_character", _("The text holds a character that cannot be stored."), 422
)
TOO_MANY_DECIMALS = ProblemKind(
    "imports.too_many_decimals", _("“%(value)s” has more decimals than %(currency)s has."), 422
)
TWICE = ProblemKind("imports.twice", _("%(label)s “%(value)s” stands in this file more than once. Keep one row."), 422)
NAME_TAKEN = ProblemKind(
    "imports.name_taken", _("Another record is called “%(value)s” already; its number is %(code)s."), 422
)
EXTRA_CELLS = ProblemKind(
    "imports.extra_cells",
    _("The row has more cells than there are headings. A comma in a text needs quotation marks."),
    422,
)
NO_KEY = ProblemKind(
    "imports.no_key", _("Without “%(label)s” the same file imported again makes every row a second time."), 422
)
UNFIT = ProblemKind("imports.unfit", "%(reason)s", 422)

# ── the run
FAULTY_ROWS = ProblemKind(
    "imports.faulty_rows",
    _("Nothing was imported: %(count)s rows have errors. Correct them below or in the file."),
    422,
)
NOT_READY = ProblemKind("imports.not_ready", _("This import has already run, or is running now."))
CANNOT_UNDO = ProblemKind("imports.cannot_undo", _("This import can no longer be undone: %(reason)s"))
