"""Plans as SQL text: integers only, one text for every engine."""
