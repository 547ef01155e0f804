import { type Client, concluding } from './client.ts'
import type { ParsedRequest } from './request.ts'
import type { Exchange, PreparedRequest, Transport } from './transport.ts'

/** For tests: sends a declared request; whether it succeeded. */
export function sendOnce(client: Pick<Client, 'send'>, request: ParsedRequest): Promise<boolean> {
  return new Promise((resolve, reject) => client.send(request, concluding({ sent: resolve, failed: reject })))
}

/** For tests: a transport from a function that resolves with the response. */
export function transportOf(
  exchange: (request: PreparedRequest) => Promise<Exchange>,
  onRenew: () => void = () => {},
): Transport {
  return {
    exchange(request, receiver) {
      exchange(request).then(
        (response) => receiver.respond(response),
        (error) => receiver.fail(error),
      )
    },
    renew: onRenew,
    close: async () => {},
  }
}
