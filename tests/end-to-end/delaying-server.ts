import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Answers `/delay/300` after 300 ms, and knows how late it was. */
export interface DelayingServer {
  readonly url: string
  /** Milliseconds by which this process was late at most while it was asked, from the last time that this was called. */
  takeLateness(): number
  close(): Promise<void>
}

/** Milliseconds between two looks at the clock. */
const TICK = 10

/** Starts it on this thread. */
export async function startDelayingServer(): Promise<DelayingServer> {
  let lateness = 0
  let underWay = 0
  let ticked = performance.now()
  const look = (): void => {
    if (underWay > 0) lateness = Math.max(lateness, performance.now() - ticked - TICK)
  }
  const ticking = setInterval(() => {
    look()
    ticked = performance.now()
  }, TICK)
  const server = createServer(({ url }, response) => {
    underWay += 1
    // A request may have come long before it is seen.
    look()
    setTimeout(
      () => {
        response.end('ok')
        underWay -= 1
      },
      Number(url?.split('/').at(-1)),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeLateness() {
      const taken = lateness
      lateness = 0
      return taken
    },
    async close() {
      clearInterval(ticking)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
