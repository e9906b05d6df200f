# The desk's web process, worker and commands in one image; which of them runs is the command's choice. The target
# `keycloak` is the official image with the customers' theme in it, `backup` the desk's with PostgreSQL's client programs.
FROM python:3.13-slim-trixie AS build
WORKDIR /src
COPY requirements-dev.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements-dev.txt
COPY . .
RUN python -m build --wheel --no-isolation --outdir /wheel .
RUN pip install --no-cache-dir --no-index --no-deps /wheel/*.whl \
    && mkdir /providers \
    && provisioner theme jar /providers/account-desk.jar

FROM keycloak/keycloak:26.7.5 AS keycloak
COPY --from=build /providers/ /opt/keycloak/providers/
COPY realm-config/common-passwords.txt /opt/keycloak/data/password-blacklists/
# Built for these here, and not at each first start of a container; without metrics its health says nothing of the database.
ENV KC_DB=postgres KC_HEALTH_ENABLED=true KC_METRICS_ENABLED=true KC_CACHE=local
RUN /opt/keycloak/bin/kc.sh build

FROM python:3.13-slim-trixie AS desk
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin desk \
    && install --directory --owner=10001 --group=10001 /anchors
COPY requirements.txt /tmp/
RUN --mount=type=bind,from=build,source=/wheel,target=/wheel \
    pip install --no-cache-dir --require-hashes -r /tmp/requirements.txt \
    && pip install --no-cache-dir --no-index --no-deps /wheel/*.whl \
    && rm /tmp/requirements.txt
USER 10001:10001
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
CMD ["provisioner", "--help"]

FROM desk AS backup
USER root
# Of the server's line: an older one cannot dump it.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
USER 10001:10001
ENV PATH=/usr/lib/postgresql/17/bin:$PATH

FROM desk
