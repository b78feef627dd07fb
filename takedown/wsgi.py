"""Entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from takedown.whole_bodies import whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "takedown.settings.production")

application = whole_bodies(get_wsgi_application())
