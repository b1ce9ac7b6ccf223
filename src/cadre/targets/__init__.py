"""What is to be reached: goals, targets by person, team and period, their life, their fairness, and where they stand."""
