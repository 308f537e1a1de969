"""What a run found: gathered from its tests, and told on a terminal."""
