"""The component that draws a chart in the browser."""
