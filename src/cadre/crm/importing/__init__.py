"""What of customers and deals can be imported: fields, the words other systems use for them, and what a row must keep to."""

from cadre.crm.importing.accounts import ACCOUNTS
from cadre.crm.importing.contacts import CONTACTS
from cadre.crm.importing.opportunities import OPPORTUNITIES
from cadre.crm.importing.products import PRODUCTS
from cadre.imports.kinds import register

for kind in (PRODUCTS, ACCOUNTS, CONTACTS, OPPORTUNITIES):
    register(kind)
