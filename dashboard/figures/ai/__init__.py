"""The charts of the AI page."""
