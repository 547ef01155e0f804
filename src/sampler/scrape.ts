import { maskUserInfo } from '../core/mask-user-info.ts'
import { ask } from '../http/ask.ts'
import { createHostGuard } from '../http/host-guard.ts'
import { parseRequest } from '../http/request.ts'
import { parseRequestDefaults } from '../http/request-defaults.ts'
import { createUndiciTransport } from '../http/undici.ts'
import type { ScrapeTask } from './sampler-task.ts'

/** Milliseconds. */
const TIMEOUT = 5000

const LARGEST = 5 * 1024 ** 2

/** Milliseconds for which an answer that is too large is not asked for again: reading it is what costs. */
const REST = 30_000

const ACCEPT = 'application/openmetrics-text; version=1.0.0; q=0.9, text/plain; version=0.0.4; q=0.8, */*; q=0.1'

/** Asks a server for its metrics, over a connection of its own. */
export interface Scraper {
  /** Rejects where the answer is no success, too large, or too late. */
  scrape(): Promise<string>
  close(): Promise<void>
}

export async function createScraper({ url, headers, allowedHosts, tls }: ScrapeTask): Promise<Scraper> {
  const defaults = parseRequestDefaults('metrics', { headers, timeout: TIMEOUT, maxBody: LARGEST })
  const { prepared } = await parseRequest('metrics', { path: url, headers: { accept: ACCEPT, ...headers } }, defaults)
  const transport = createUndiciTransport({ guard: createHostGuard(allowedHosts), tls })
  const place = maskUserInfo(url)
  let tooLargeUntil = Number.NEGATIVE_INFINITY
  return {
    async scrape() {
      const tooLarge = `${place} answered with more than ${LARGEST / 1024 ** 2} MB`
      if (performance.now() < tooLargeUntil) throw new Error(tooLarge)
      const { status, body } = await ask(transport, prepared)
      if (status !== 200) throw new Error(`${place} answered with status ${status}`)
      if (body === undefined) {
        tooLargeUntil = performance.now() + REST
        throw new Error(tooLarge)
      }
      return new TextDecoder().decode(body)
    },
    close: () => transport.close(),
  }
}
