"""From a policy paper to what it says of its directives: text in, an `Extraction` out (see pipeline.py)."""
