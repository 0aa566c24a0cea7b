# One image for the web, worker and sweeper processes.

FROM python:3.11-slim-bookworm AS builder
WORKDIR /build
COPY requirements.lock pyproject.toml ./
# The lock is installed whole, because only then every hash is checked; then what only tests and demo need goes again.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock \
    && /venv/bin/python -c "import re, tomllib; extras = tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']; print(*(re.match(r'[\w-]+', line)[0] for name in ('embedded', 'test', 'check') for line in extras[name]))" \
    | xargs /venv/bin/pip uninstall --yes

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 OPENBLAS_NUM_THREADS=1 STATIC_ROOT=/srv/static
RUN useradd --system --uid 10001 --no-create-home portal
WORKDIR /srv/portal
COPY --from=builder /venv /venv
COPY manage.py ./
COPY mhin mhin
COPY needs needs
COPY solutions solutions
COPY ratings ratings
COPY governance governance
COPY templates templates
COPY static static
RUN SECRET_KEY=unused python manage.py collectstatic --no-input
USER portal
EXPOSE 8000
CMD ["gunicorn", "mhin.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--worker-tmp-dir=/dev/shm", "--access-logfile=-"]
