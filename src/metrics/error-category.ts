/** Why a sample failed. `generator` is our own fault: the load generator ran out of sockets, ports or files. */
export const errorCategories = [
  'timeout',
  'refused',
  'reset',
  'dns',
  'tls',
  'protocol',
  'http-4xx',
  'rate-limited',
  'http-5xx',
  'expectation',
  'exception',
  'generator',
] as const

export type ErrorCategory = (typeof errorCategories)[number]
