"""Pages of customers and deals: each asks one question or calls one verb."""
