"""A believable installation for a look around: made-up organisations, people, clients and what has been done with them."""
