"""The arithmetic of targets. Pure: no database, no Django, exact."""
