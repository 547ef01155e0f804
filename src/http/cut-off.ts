import { RequestError } from './request-error.ts'

export const endOfRun = 'cut at the end of the run'

/** What an exchange is rejected with that was asked for after the end. */
export function refuseAfterEnd(): RequestError {
  const now = performance.now()
  const times = {
    asked: now,
    sent: undefined,
    firstByte: undefined,
    end: now,
    connect: undefined,
    bytesSent: 0,
    bytesReceived: 0,
  }
  return new RequestError('interrupted', endOfRun, times)
}

/** Says what was waited for when the time was up; `timeout` is in milliseconds. */
export function describeTimeOut(target: string, timeout: number, isSent: boolean, hasBegun: boolean): string {
  const limit = timeout < 1000 ? `${timeout} ms` : `${timeout / 1000} s`
  if (!isSent) return `no connection to ${target} within ${limit}`
  return hasBegun ? `response did not end within ${limit}` : `no response within ${limit}`
}
