"""What has the grain of payee × period: quotas, targets, readings, tiers, bonuses. Exact fractions, no SQL."""
