"""The charts of the page that says what decides the sentence."""
