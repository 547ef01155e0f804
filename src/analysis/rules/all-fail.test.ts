import { expect, it } from 'vitest'
import { failedBy, runOf } from '../result.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import { allFail } from './all-fail.ts'

it('tells that the request is wrong where it is refused as such, however fast', () => {
  const result = runOf({
    requestAt: (_, index) => (index % 2 === 0 ? {} : { endpoint: 'POST /orders', ...failedBy('http-4xx', '422 no item') }),
  })
  expect(allFail(result, defaultThresholds)).toEqual({
    code: 'all-requests-fail',
    severity: 'problem',
    message: 'All 3,000 requests of POST /orders fail, after 5 ms: http-4xx (422 no item)',
    recommendation: 'Correct the request (its path, body and credentials): it is wrong, not the server slow',
    endpoint: 'POST /orders',
  })
})

it('tells to look first where the server fails, and how many endpoints more do', () => {
  const result = runOf({ requestAt: (_, index) => ({ endpoint: `GET /${index % 3}`, ...failedBy('http-5xx', 'status 500') }) })
  expect(allFail(result, defaultThresholds)).toMatchObject({
    message: expect.stringMatching(
      /^All 2,000 requests of GET \/\d fail, after 5 ms: http-5xx \(status 500\), as do those of 2 more$/,
    ),
    recommendation: 'Make one such request by hand, and mend what it shows before you load it',
  })
})

it('has nothing to tell where one request succeeded', () => {
  expect(
    allFail(runOf({ requestAt: (_, index) => (index === 7 ? {} : failedBy('http-4xx')) }), defaultThresholds),
  ).toBeUndefined()
})
