"""Small makers of rows for tests: each returns one saved thing, with sensible words where none are given."""
