"""The charts of the Mining page."""
