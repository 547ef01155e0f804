import type { Failure, RequestSample } from '../metrics/sample.ts'
import type { Exchange, ExchangeTimes } from './transport.ts'

/**
 * The sample of one exchange. `lag` is how many milliseconds earlier it should have been asked for. `zero` is the run's time 0.
 *
 * A service time needs the last byte, so only a whole response has one. The time to first byte is of successes, because fast errors would make
 * it look better; and of time-outs that had one, as the others of them count as slower than all.
 */
export function toSample(
  endpoint: string,
  outcome: RequestSample['outcome'],
  times: ExchangeTimes | Exchange,
  lag: number,
  zero: number,
  failure: Failure | undefined,
): RequestSample {
  const { asked, sent, firstByte, end } = times
  const isWhole = 'status' in times
  const hasTtfb = outcome === 'succeeded' || failure?.category === 'timeout'
  return {
    endpoint,
    outcome,
    end: end - zero,
    latency: end - asked + lag,
    serviceTime: sent === undefined || !isWhole ? undefined : end - sent,
    ttfb: sent === undefined || firstByte === undefined || !hasTtfb ? undefined : firstByte - sent,
    connect: times.connect,
    sent: times.bytesSent,
    received: times.bytesReceived,
    failure,
  }
}
