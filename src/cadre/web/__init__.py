"""Floor 5: the front door. Sign-in, home pages, search, notifications, the person's own settings."""
