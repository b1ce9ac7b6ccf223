"""The tables of customers and the sales process."""

from cadre.crm.models.account import Account, Contact
from cadre.crm.models.activity import Activity
from cadre.crm.models.opportunity import CriterionCheck, Opportunity, StageChange
from cadre.crm.models.product import Product
from cadre.crm.models.stage import PipelineStage, StageCriterion

__all__ = [
    "Account",
    "Activity",
    "Contact",
    "CriterionCheck",
    "Opportunity",
    "PipelineStage",
    "Product",
    "StageChange",
    "StageCriterion",
]
