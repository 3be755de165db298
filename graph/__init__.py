"""From triples to answers and pictures. Knows nothing of Streamlit."""
