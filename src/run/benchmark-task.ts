import { systemClock } from '../core/clock.ts'
import { createRandom, randomSeed } from '../core/random.ts'
import { createRunTime } from '../engine/run-time.ts'
import { type ParsedRequest, parseRequest, type RequestLine, type RequestOptions } from '../http/request.ts'
import type { RequestSample } from '../metrics/sample.ts'
import type { BenchmarkTask } from './benchmark-rounds.ts'
import type { Target } from './target.ts'

/** What is measured: a request, or a function; of one that is async, until it has settled. */
export type BenchmarkInput = RequestLine | RequestOptions | (() => unknown)

export interface OpenTask extends BenchmarkTask {
  /** Closes its connections. */
  close(): Promise<void>
}

/** Makes of a request what one user sends, one after another; functions are measured as they are, and have `timeout` milliseconds to settle. */
export function openTask(name: string, input: (() => unknown) | ParsedRequest, target: Target, timeout: number): OpenTask {
  if (typeof input === 'function') return { name, fn: input, timeout, close: async () => {} }
  const client = target.createClient(createRunTime(systemClock), createRandom(randomSeed()), {
    keepsCookies: false,
    allowance: undefined,
    onUnreachable() {},
    onRefused() {},
  })
  let last: RequestSample | undefined
  const sink = {
    request(sample: RequestSample): void {
      last = sample
    },
  }
  return {
    name,
    // It has its own, for each hop.
    timeout: Number.POSITIVE_INFINITY,
    async fn() {
      client.begin(sink)
      await client.request(input)
      // An endpoint that fails fast must not look fast.
      if (last?.outcome === 'failed') throw new Error(`${input.endpoint} failed: ${last.failure?.message ?? 'no reason'}`)
    },
    close: () => client.close(),
  }
}

/** What was given, read: what is no function is a request. */
export async function parseInput(
  caller: string,
  input: BenchmarkInput,
  target: Target,
): Promise<(() => unknown) | ParsedRequest> {
  return typeof input === 'function' ? input : await parseRequest(caller, input, { ...target.defaults, keepsBodies: false })
}
