import type { Exchange, PreparedRequest, Transport } from './transport.ts'

/** One exchange as a promise, for what is asked now and then. Rejects as a receiver is told. */
export function ask(transport: Transport, request: PreparedRequest): Promise<Exchange> {
  return new Promise((resolve, reject) => transport.exchange(request, { respond: resolve, fail: reject }))
}
