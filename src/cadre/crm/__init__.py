"""Floor 3a: customers and the sales process. Accounts, contacts, products, opportunities, activities."""
