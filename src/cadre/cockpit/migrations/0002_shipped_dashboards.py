"""The dashboards that come with the product. Their words are in cadre.cockpit.shipped, in the reader's language."""

from typing import Any

from django.db import migrations

LEADERS = ("director", "executive", "operations", "administrator")
SELLERS = ("rep", "manager", *LEADERS)

# kind, numbers, broken down by, period, compare, width, limit
DASHBOARDS: dict[str, tuple[str, tuple[str, ...], list[tuple[Any, ...]]]] = {
    "director": (
        "Sales director",
        LEADERS,
        [
            (
                "number",
                ["bookings.amount", "win_rate", "bookings.average", "sales_cycle_days", "bookings.count"],
                [],
                "quarter",
                "previous",
                12,
                None,
            ),
            ("line", ["bookings.amount"], ["month"], "12-month", "year_before", 8, None),
            ("funnel", ["pipeline.count", "pipeline.amount"], ["stage"], "", "", 4, None),
            ("bar", ["bookings.amount"], ["manager"], "quarter", "previous", 6, None),
            ("ranking", ["bookings.amount"], ["employee"], "quarter", "", 6, 10),
            ("stacked", ["bookings.amount"], ["month", "product"], "6-month", "", 6, None),
            ("heat", ["bookings.amount"], ["manager", "week"], "quarter", "", 6, None),
            (
                "table",
                ["bookings.amount", "bookings.count", "win_rate", "bookings.average"],
                ["office"],
                "quarter",
                "",
                12,
                None,
            ),
        ],
    ),
    "manager": (
        "Team manager",
        ("manager", *LEADERS),
        [
            (
                "number",
                ["bookings.amount", "bookings.count", "win_rate", "activities.count"],
                [],
                "month",
                "previous",
                12,
                None,
            ),
            ("ranking", ["bookings.amount"], ["employee"], "month", "", 6, 12),
            (
                "table",
                ["activities.count", "activities.visits", "activities.calls"],
                ["employee"],
                "month",
                "",
                6,
                20,
            ),
            ("bar", ["pipeline.weighted"], ["employee"], "", "", 6, None),
            ("line", ["win_rate"], ["month"], "12-month", "", 6, None),
            ("table", ["pipeline.count"], ["employee", "stage"], "", "", 12, None),
        ],
    ),
    "activity": (
        "Activity monitor",
        SELLERS,
        [
            (
                "number",
                ["activities.visits", "activities.calls", "stage_conversion", "bookings.average"],
                [],
                "month",
                "previous",
                12,
                None,
            ),
            ("stacked", ["activities.count"], ["week", "activity_kind"], "13-week", "", 8, None),
            ("bar", ["activities.count"], ["activity_kind"], "month", "previous", 4, None),
            (
                "table",
                ["activities.count", "activities.visits", "activities.calls"],
                ["employee"],
                "month",
                "",
                6,
                20,
            ),
            ("line", ["stage_conversion"], ["month"], "12-month", "", 6, None),
            ("heat", ["activities.count"], ["employee", "week"], "13-week", "", 12, None),
        ],
    ),
    "pipeline": (
        "Pipeline health",
        SELLERS,
        [
            ("number", ["pipeline.amount", "pipeline.weighted", "pipeline.count"], [], "", "", 12, None),
            ("funnel", ["pipeline.count", "pipeline.amount"], ["stage"], "", "", 6, None),
            ("line", ["pipeline.amount"], ["month"], "12-month", "", 6, None),
            ("table", ["stage_conversion", "stage_days"], ["stage"], "12-month", "", 6, None),
            ("bar", ["deals.lost"], ["loss_reason"], "quarter", "previous", 6, None),
            ("table", ["pipeline.amount"], ["manager", "stage"], "", "", 12, None),
        ],
    ),
    "products": (
        "Product mix",
        SELLERS,
        [
            ("bar", ["bookings.amount"], ["product"], "quarter", "previous", 6, None),
            ("stacked", ["bookings.amount"], ["month", "product"], "12-month", "", 6, None),
            (
                "table",
                ["bookings.amount", "bookings.count", "bookings.average", "win_rate"],
                ["product"],
                "quarter",
                "",
                12,
                20,
            ),
            ("table", ["bookings.amount"], ["industry", "product"], "quarter", "", 12, None),
        ],
    ),
}


def ship(apps: Any, _schema_editor: Any) -> None:
    dashboard_model, tile_model = apps.get_model("cockpit", "Dashboard"), apps.get_model("cockpit", "Tile")
    share_model = apps.get_model("cockpit", "Share")
    for key, (title, roles, tiles) in DASHBOARDS.items():
        made = dashboard_model.objects.create(shipped=key, title=title)
        share_model.objects.bulk_create([share_model(dashboard=made, role=role) for role in roles])
        names = ("kind", "metrics", "by", "period", "compare", "width", "limit")
        tile_model.objects.bulk_create(
            [
                tile_model(dashboard=made, place=place, **dict(zip(names, tile, strict=True)))
                for place, tile in enumerate(tiles, 1)
            ]
        )


def withdraw(apps: Any, _schema_editor: Any) -> None:
    apps.get_model("cockpit", "Dashboard").objects.filter(shipped__in=DASHBOARDS).delete()


class Migration(migrations.Migration):
    dependencies = [("cockpit", "0001_initial")]
    operations = [migrations.RunPython(ship, withdraw)]
