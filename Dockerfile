# One image for every program: `docker run counterstep SERVICE`. See docs/deployment.md.
ARG NODE_IMAGE=node:24-bookworm-slim

# What the workspaces need, without their sources, so that installing is done again only when this changes.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY package.json package-lock.json ./
COPY tests/bench/package.json tests/bench/
COPY tests/chaos/package.json tests/chaos/
COPY packages/cli/package.json packages/cli/
COPY coordinator/package.json coordinator/
COPY tests/e2e/package.json tests/e2e/
COPY all-in-one/package.json all-in-one/
COPY examples/trip/package.json examples/trip/
COPY gateway/package.json gateway/
COPY image/package.json image/
COPY packages/document-store/package.json packages/document-store/
COPY packages/graphql-client/package.json packages/graphql-client/
COPY packages/identity/package.json packages/identity/
COPY packages/saga-engine/package.json packages/saga-engine/
COPY packages/primitives/package.json packages/primitives/
COPY packages/saga-service/package.json packages/saga-service/
COPY packages/service-kit/package.json packages/service-kit/
COPY packages/step-barrier/package.json packages/step-barrier/
COPY schema/package.json schema/
COPY packages/simulation/package.json packages/simulation/
COPY subgraphs/catalog/package.json subgraphs/catalog/
COPY subgraphs/customers/package.json subgraphs/customers/
COPY subgraphs/inventory/package.json subgraphs/inventory/
COPY subgraphs/notifications/package.json subgraphs/notifications/
COPY subgraphs/orders/package.json subgraphs/orders/
COPY subgraphs/payments/package.json subgraphs/payments/
COPY subgraphs/shipping/package.json subgraphs/shipping/

# The packages that are not in the bundles. Every one of them comes ready to use; nothing is compiled.
FROM manifests AS packages
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --workspace image \
 && rm -rf node_modules/@counterstep node_modules/.package-lock.json node_modules/@libsql/*-musl node_modules/@node-rs/*-musl

FROM manifests AS build
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs --shipped \
 && mkdir -p /out/coordinator /out/gateway/dist \
 && cp -r package.json LICENSE dist /out/ \
 && cp coordinator/saga-versions.json /out/coordinator/ \
 && cp -r gateway/dist/playground /out/gateway/dist/ \
 && cp -r --parents packages/step-barrier/sdl packages/saga-service/sdl /out/ \
 && mkdir /out/schema && cp -r schema/*.graphql schema/subgraphs /out/schema/ \
 && rm -f /out/dist/stamp.txt \
 && chmod -R a+rX /out && chmod a+x /out/dist/cli.js

FROM ${NODE_IMAGE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Counterstep" \
      org.opencontainers.image.description="Sagas over federated GraphQL: orders that end completely placed or completely undone" \
      org.opencontainers.image.licenses="MIT AND Elastic-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# The programs speak to each other over the network; without these, each would be reached by itself only.
ENV NODE_ENV=production \
    NODE_OPTIONS=--disable-warning=ExperimentalWarning \
    HOST=0.0.0.0 \
    DATA_DIR=/data
# Any user id may write to these two when it is in group 0, as on OpenShift. Everything else may be read-only.
RUN mkdir -p /data /keys && chown 1000:0 /data /keys && chmod 2770 /data /keys \
 && ln -s /app/dist/cli.js /usr/local/bin/counterstep
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /out ./
USER 1000:0
VOLUME ["/data"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["counterstep", "health"]
ENTRYPOINT ["counterstep"]
CMD ["--help"]
