"""Floor 2: the organisation. Positions, teams, assignments, territories, joiners, movers and leavers."""
