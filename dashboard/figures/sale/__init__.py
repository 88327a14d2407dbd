"""The charts of the February sale."""
