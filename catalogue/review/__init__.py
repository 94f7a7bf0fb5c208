"""What keeps the catalogue true: figures of what is done, a reviewer's view of one measure, an audit against the source's text."""
