"""The tables of customers and the sales process."""

from cadre.crm.models.account import Account, Contact
from cadre.crm.models.activity import Activity
from cadre.crm.models.forecast import (
    ForecastCall,
    ForecastLine,
    ForecastModel,
    ForecastSlot,
    ForecastSnapshot,
    Method,
    PeriodKind,
)
from cadre.crm.models.loss_reason import LossReason
from cadre.crm.models.opportunity import CriterionCheck, Opportunity, StageChange
from cadre.crm.models.product import Product
from cadre.crm.models.stage import PipelineStage, StageCriterion

__all__ = [
    "Account",
    "Activity",
    "Contact",
    "CriterionCheck",
    "ForecastCall",
    "ForecastLine",
    "ForecastModel",
    "ForecastSlot",
    "ForecastSnapshot",
    "LossReason",
    "Method",
    "Opportunity",
    "PeriodKind",
    "PipelineStage",
    "Product",
    "StageChange",
    "StageCriterion",
]
