# Load tests in a container of their own, next to the service: see load.compose.yaml.
FROM node:24-bookworm-slim

# The image's user `node`: reports go to a folder of the host, which most often belongs to 1000, too.
WORKDIR /app
RUN chown node:node /app
USER 1000
ENV HOME=/home/node CI=true NO_COLOR=1

COPY --chown=node:node package.json package-lock.json ./
RUN npm ci
COPY --chown=node:node . .
CMD ["node_modules/.bin/vitest", "run", "--project", "load"]
