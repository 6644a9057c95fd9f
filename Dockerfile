# syntax=docker/dockerfile:1.7
# One image for all roles. Bases are named by tag: pin them by digest where you build, for example
#   docker build --build-arg RUST_IMAGE=rust@sha256:… --build-arg BASE_IMAGE=gcr.io/distroless/…@sha256:… .
# The same sources, bases and SOURCE_DATE_EPOCH give the same program and the same layers:
#   docker buildx build --build-arg SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)" \
#     --build-arg REVISION="$(git rev-parse HEAD)" --output type=image,name=tongban:0.1.0,rewrite-timestamp=true .
ARG RUST_IMAGE=rust:1.95.0-bookworm
ARG NODE_IMAGE=node:20.20.2-bookworm-slim
ARG BASE_IMAGE=gcr.io/distroless/cc-debian12:nonroot

# The web interface, which is put into the program.
FROM ${NODE_IMAGE} AS web
WORKDIR /source/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --ignore-scripts
COPY web .
RUN npm run build

# checkov:skip=CKV_DOCKER_7:the tag stands in the argument
FROM ${RUST_IMAGE} AS build
# BuildKit hands it on to every step, and takes it for the times in the image.
ARG SOURCE_DATE_EPOCH=0
WORKDIR /source
# The list of everything the program is made of (CycloneDX). Before the sources: kept between builds.
RUN cargo install --locked --version 0.5.9 cargo-cyclonedx
COPY . .
COPY --from=web /source/web/dist web/dist
# No path of this stage in the program. The cache is no part of the layer.
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,target=/source/target,sharing=locked \
    export RUSTFLAGS="--remap-path-prefix=/source=. --remap-path-prefix=/usr/local/cargo=cargo" \
    && cargo build --locked --profile dist --package tongban \
    && cargo cyclonedx --format json --describe binaries --manifest-path services/tongban/Cargo.toml \
    && install -D -m 0755 target/dist/tongban /image/usr/bin/tongban \
    && install -D -m 0644 LICENSE /image/usr/share/doc/tongban/LICENSE \
    && install -D -m 0644 services/tongban/tongban_bin.cdx.json /image/usr/share/doc/tongban/sbom.cdx.json \
    && install -d -m 0700 /image/var/lib/tongban/data /image/var/lib/tongban/materials \
        /image/var/lib/tongban/archive

# C library, its certificates and time zones; no shell, no package manager, no root.
FROM ${BASE_IMAGE}
ARG REVISION=unknown
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="Tongban 通办" \
      org.opencontainers.image.description="Case management for government offices" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="gcr.io/distroless/cc-debian12:nonroot"
COPY --from=build /image/usr /usr
# New volumes take their owner from here.
COPY --from=build --chown=65532:65532 /image/var/lib/tongban /var/lib/tongban
USER 65532:65532
WORKDIR /var/lib/tongban
# API; operators (/healthz, /readyz, /metrics).
EXPOSE 8080 9080
HEALTHCHECK --interval=10s --timeout=4s --start-period=60s --retries=3 \
    CMD ["/usr/bin/tongban", "ready", "--ops", "127.0.0.1:9080"]
ENTRYPOINT ["/usr/bin/tongban"]
CMD ["serve", "--listen", "0.0.0.0:8080", "--ops-listen", "0.0.0.0:9080", "--log-format", "json"]
