"""Words that columns of customers use over and over, so that a misspelling is seen even where every row has it."""

INDUSTRIES = (
    "agriculture", "automotive", "banking", "biotechnology", "chemicals", "communications", "construction", "consulting",
    "education", "electronics", "employment", "energy", "engineering", "entertainment", "finance", "financial services",
    "food and beverage", "government", "healthcare", "hospitality", "insurance", "logistics", "machinery", "manufacturing",
    "marketing", "media", "medical", "not for profit", "pharmaceuticals", "public sector", "real estate", "recreation",
    "retail", "services", "shipping", "software", "technology", "telecommunications", "transportation", "travel",
    "utilities", "wholesale",
)  # fmt: skip
COUNTRIES = (
    "Argentina", "Australia", "Austria", "Bangladesh", "Belgium", "Brazil", "Bulgaria", "Cambodia", "Canada", "Chile",
    "China", "Colombia", "Croatia", "Czechia", "Denmark", "Egypt", "Estonia", "Finland", "France", "Germany", "Greece",
    "Hong Kong", "Hungary", "Iceland", "India", "Indonesia", "Ireland", "Israel", "Italy", "Japan", "Jordan", "Kenya",
    "Korea", "Latvia", "Lithuania", "Luxembourg", "Macau", "Malaysia", "Mexico", "Morocco", "Netherlands", "New Zealand",
    "Nigeria", "Norway", "Pakistan", "Panama", "Peru", "Philippines", "Poland", "Portugal", "Qatar", "Romania",
    "Saudi Arabia", "Serbia", "Singapore", "Slovakia", "Slovenia", "South Africa", "South Korea", "Spain", "Sri Lanka",
    "Sweden", "Switzerland", "Taiwan", "Thailand", "Turkey", "Ukraine", "United Arab Emirates", "United Kingdom",
    "United States", "Uruguay", "Vietnam",
)  # fmt: skip
