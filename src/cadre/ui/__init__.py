"""What every page is made of: layout, components, formats, and the machinery of lists, boards and drawers."""
