# What is freed is overwritten, so that no ruling lies on in memory: PYTHONMALLOC, GLIBC_TUNABLES.
# The steps are those that docker/rehearse.sh walks through without Docker.
FROM python:3.11-slim AS build
WORKDIR /src
COPY . .
ENV SOURCE=/src BUILD=/build PREFIX=/opt/innominado LOCK=postgres
RUN sh docker/steps/10-build-wheel.sh
RUN sh docker/steps/20-install.sh
RUN sh docker/steps/30-check.sh
RUN install -d -o 10001 -g 10001 -m 700 /state

FROM python:3.11-slim
# --build-arg OCR=1: what INNOMINADO_OCR needs.
ARG OCR=
RUN [ -z "$OCR" ] || { apt-get update && apt-get install -y --no-install-recommends \
    tesseract-ocr tesseract-ocr-spa && rm -rf /var/lib/apt/lists/*; }
COPY --from=build /opt/innominado /opt/innominado
COPY --from=build --chown=10001:10001 /state /var/lib/innominado
ENV PATH=/opt/innominado/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONMALLOC=malloc \
    GLIBC_TUNABLES=glibc.malloc.perturb=165:glibc.malloc.tcache_count=0 \
    INNOMINADO_HOST=0.0.0.0 \
    INNOMINADO_PORT=8000 \
    INNOMINADO_BUNDLE=/opt/innominado/bundle \
    INNOMINADO_DATABASE=sqlite:////var/lib/innominado/innominado.sqlite \
    INNOMINADO_MASTER_KEY_FILE=/run/secrets/master_key
USER 10001:10001
WORKDIR /var/lib/innominado
VOLUME /var/lib/innominado
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "/opt/innominado/healthcheck.py"]
ENTRYPOINT ["innominado"]
CMD ["serve"]
