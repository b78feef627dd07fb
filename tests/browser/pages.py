"""Every page that has a picture: role (or "nobody"), name of the picture, path."""

PAGES: list[tuple[str, str, str]] = [
    ("nobody", "sign-in", "/accounts/login/"),
]
