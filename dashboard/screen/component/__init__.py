"""The component that draws a page in the browser."""
