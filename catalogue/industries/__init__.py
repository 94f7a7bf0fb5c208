"""Industries as people look for them: everyday words, type-to-search, the choices of the form."""
