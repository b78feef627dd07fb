# The product without its tests and without the embedded servers of ./dev.

FROM node:22-slim AS pages
WORKDIR /pages
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

FROM python:3.11-slim AS build
WORKDIR /takedown
COPY requirements.txt requirements-s3.txt ./
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --no-deps --require-hashes \
    -r requirements.txt -r requirements-s3.txt
ENV PATH=/opt/venv/bin:$PATH
COPY --from=pages /pages/node_modules node_modules
COPY . .
RUN pybabel compile --directory locale --domain django
# Collecting needs settings but no secrets: these words are thrown away with the command.
RUN DJANGO_SETTINGS_MODULE=takedown.settings.production ALLOWED_HOSTS=build BASE_URL=https://build \
    EMAIL_URL=consolemail:// SECRET_KEY=build FACTOR_KEYS=for-the-build-alone-for-the-build-alone \
    python manage.py collectstatic --noinput

FROM python:3.11-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=takedown.settings.production
RUN groupadd --gid 10001 takedown \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin takedown
WORKDIR /takedown
COPY --from=build /opt/venv /opt/venv
COPY . .
COPY --from=build /takedown/locale locale
COPY --from=build /takedown/var/static var/static
COPY --from=pages /pages/node_modules/@tabler/icons-sprite/dist node_modules/@tabler/icons-sprite/dist
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/livez', timeout=4)"]
CMD ["gunicorn", "takedown.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--preload", \
     "--graceful-timeout=30", "--no-control-socket"]
