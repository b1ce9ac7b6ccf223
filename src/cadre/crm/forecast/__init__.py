"""The arithmetic of the forecast (CRM10): deals as columns in, amounts out. Knows no table; `crm.queries.forecast` feeds it.

Days are proleptic ordinals (`date.toordinal`), amounts minor units of the company's currency.
"""
