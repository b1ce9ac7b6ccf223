"""The cockpit: dashboards made of the metrics layer's numbers, and alerts that speak up by themselves (book ch. 5 and 8)."""
