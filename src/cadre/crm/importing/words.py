"""Words that columns of customers use over and over, so that a misspelling is seen even where every row has it."""

INDUSTRIES = (
    "agriculture", "automotive", "banking", "biotechnology", "chemicals", "communications", "construction", "consulting",
    "education", "electronics", "employment", "energy", "engineering", "entertainment", "finance", "financial services",
    "food and beverage", "government", "healthcare", "hospitality", "insurance", "logistics", "machinery", "manufacturing",
    "marketing", "media", "medical", "not for profit", "pharmaceuticals", "public sector", "real estate", "recreation",
    "retail", "services", "shipping", "software", "technology", "telecommunications", "transportation", "travel",
    "utilities", "wholesale",
)  # fmt: skip
