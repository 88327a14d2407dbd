"""Charts: one module per page, one function per chart, from a scenario to a Plotly dict with its words."""
