"""The lists and the board of this room."""

from cadre.crm.lists.accounts import AccountList, ContactList
from cadre.crm.lists.activities import ActivityList
from cadre.crm.lists.board import OpportunityBoard
from cadre.crm.lists.catalogue import ProductList
from cadre.crm.lists.opportunities import OpportunityList

__all__ = ["AccountList", "ActivityList", "ContactList", "OpportunityBoard", "OpportunityList", "ProductList"]
