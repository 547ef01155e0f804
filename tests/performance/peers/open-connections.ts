/** Connections, or users, that an open model may grow to. */
export const MAX_CONNECTIONS = 1000
