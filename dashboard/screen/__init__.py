"""What stands on the screen: the only room that knows Streamlit."""
