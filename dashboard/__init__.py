"""The dashboard package: facts, model, outputs and the Streamlit shell around them."""
