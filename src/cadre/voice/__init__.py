"""What customers say about us: their ratings today, surveys and feedback later (book ch. 6)."""
