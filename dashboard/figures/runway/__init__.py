"""The charts of the Runway page."""
