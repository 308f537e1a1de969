"""One visit: a scenario put on, its page driven on one clock with the backend, and all of it watched."""
