import type { Failure, RequestSample } from '../metrics/sample.ts'
import type { ExchangeTimes } from './transport.ts'

/** The sample of one exchange. `due` is when it should have begun, if that is not when it was asked for; `zero` the run's time 0. */
export function toSample(
  endpoint: string,
  outcome: RequestSample['outcome'],
  times: ExchangeTimes,
  due: number | undefined,
  zero: number,
  failure: Failure | undefined,
): RequestSample {
  const { asked, sent, firstByte, end } = times
  return {
    endpoint,
    outcome,
    end: end - zero,
    latency: end - (due ?? asked),
    serviceTime: sent === undefined ? undefined : end - sent,
    ttfb: sent === undefined || firstByte === undefined ? undefined : firstByte - sent,
    connect: times.connect,
    sent: times.bytesSent,
    received: times.bytesReceived,
    failure,
  }
}
