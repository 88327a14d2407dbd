"""The charts of the Share price page."""
