"""A desk to look at: invented services on ``.example`` hosts, people by role, true verbs."""
