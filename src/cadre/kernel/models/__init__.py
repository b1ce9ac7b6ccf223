"""The kernel's tables. Each aggregate has its own module."""

from cadre.kernel.models.audit import AuditEntry
from cadre.kernel.models.company import CalendarDay, CompanyProfile, ExchangeRate, Holiday
from cadre.kernel.models.events import EventDelivery, OutboxEvent
from cadre.kernel.models.files import StoredFile
from cadre.kernel.models.limits import RequestWindow
from cadre.kernel.models.notifications import Notification, NotificationPreference
from cadre.kernel.models.record import Record
from cadre.kernel.models.replies import StoredReply
from cadre.kernel.models.search import SearchBody, SearchName
from cadre.kernel.models.tasks import PeriodicJob, TaskProgress, WorkerHeartbeat
from cadre.kernel.models.user import ApiToken, User

__all__ = [
    "ApiToken",
    "AuditEntry",
    "CalendarDay",
    "CompanyProfile",
    "EventDelivery",
    "ExchangeRate",
    "Holiday",
    "Notification",
    "NotificationPreference",
    "OutboxEvent",
    "PeriodicJob",
    "Record",
    "RequestWindow",
    "SearchBody",
    "SearchName",
    "StoredFile",
    "StoredReply",
    "TaskProgress",
    "User",
    "WorkerHeartbeat",
]
