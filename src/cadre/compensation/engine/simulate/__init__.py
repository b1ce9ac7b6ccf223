"""Simulation: backtest on history, Monte Carlo over attainment, cost curve, who gains and who loses."""
