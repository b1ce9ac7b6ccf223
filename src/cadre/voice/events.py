"""What customers said, told upwards."""

from cadre.kernel.events import event


@event("voice.rating_recorded")
class RatingRecorded:
    rating_id: int
    account_id: int
    employee_id: int


@event("voice.rating_withdrawn")
class RatingWithdrawn:
    rating_id: int
    account_id: int
    employee_id: int
