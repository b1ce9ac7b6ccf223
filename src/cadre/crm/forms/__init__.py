"""Forms of this room."""

from cadre.crm.forms.activities import ActivityChangeForm, shown_moment
from cadre.crm.forms.loss_reasons import REASON_NAMES, LossReasonForm
from cadre.crm.forms.records import (
    AccountForm,
    ActivityForm,
    ContactForm,
    CriteriaField,
    ForecastCallForm,
    LoseForm,
    MoveForm,
    OpportunityForm,
    PlanForm,
    ProductForm,
    ReopenForm,
    Versioned,
    WinForm,
    account_field,
    criteria_field,
    owner_field,
)
from cadre.crm.forms.several import (
    MergeForm,
    MoveSeveralForm,
    NextStepForm,
    ReassignForm,
    RescheduleForm,
    SeveralAccountsForm,
)

__all__ = [
    "REASON_NAMES",
    "AccountForm",
    "ActivityChangeForm",
    "ActivityForm",
    "ContactForm",
    "CriteriaField",
    "ForecastCallForm",
    "LoseForm",
    "LossReasonForm",
    "MergeForm",
    "MoveForm",
    "MoveSeveralForm",
    "NextStepForm",
    "OpportunityForm",
    "PlanForm",
    "ProductForm",
    "ReassignForm",
    "ReopenForm",
    "RescheduleForm",
    "SeveralAccountsForm",
    "Versioned",
    "WinForm",
    "account_field",
    "criteria_field",
    "owner_field",
    "shown_moment",
]
