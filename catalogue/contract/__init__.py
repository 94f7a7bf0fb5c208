"""The public contract's shapes, shared by the faces that speak it: strict JSON in, the answer of a match out."""
