"""Models behind the window's tables."""
