# Load tests in a container of their own, next to the service: see load.compose.yaml.
FROM node:24-bookworm-slim

WORKDIR /app
COPY --chown=node:node package.json package-lock.json ./
RUN npm ci && chown node:node /app
COPY --chown=node:node . .

# The image's user `node`: reports go to a folder of the host, which most often belongs to 1000, too.
USER 1000
ENV CI=true NO_COLOR=1
CMD ["node_modules/.bin/vitest", "run", "--project", "load"]
