"""Partners' addresses that are told of changes: what they are told, how it is signed, and that it arrives."""
