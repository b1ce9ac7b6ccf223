"""What tiles ask and over which days; no tables."""
