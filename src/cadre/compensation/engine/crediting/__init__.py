"""Who is credited for a transaction: splits, standing assignments, roll-up over the tree, teams."""
