# The product without its tests and without the embedded servers of ./dev.

FROM node:20-slim AS pages
WORKDIR /pages
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=takedown.settings.production
WORKDIR /takedown
COPY requirements.txt ./
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt
COPY --from=pages /pages/node_modules node_modules
COPY . .
# Building needs settings but no secrets: the values are thrown away with the command.
RUN pybabel compile --directory locale --domain django \
    && SECRET_KEY=build ALLOWED_HOSTS=build BASE_URL=https://build EMAIL_URL=consolemail:// \
       python manage.py collectstatic --noinput
RUN useradd --system takedown
USER takedown
EXPOSE 8000
CMD ["gunicorn", "takedown.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--no-control-socket"]
