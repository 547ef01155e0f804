import { expect, it, onTestFinished } from 'vitest'
import { startFixtureServer } from '../../fixtures/server/start.ts'
import { createProject, failureOf, testFile } from './project.ts'

it('takes no endpoint for healthy whose every request fails fast, and names the cause', async () => {
  const server = await startFixtureServer()
  onTestFinished(() => server.close())
  const { run } = createProject({
    loadProject: `{ baseUrl: '${server.url}' }`,
    'tests/load/wrong.test.ts': testFile(`
      let result
      beforeAll(async () => {
        const json = { model: 'none', messages: [{ content: 'Hello' }] }
        result = await load({ method: 'POST', path: '/v1/chat/completions', json }, sharedIterations(4, 24))
      })
      test('fast', () => expect(result).toHaveP95Below('1s'))
      test('not slow', () => expect(result).not.toHaveP95Below('1s'))
      test('mean', () => expect(result).toHaveMeanLatencyBelow('1s'))
      test('successes', () => expect(result).toHaveSuccessRateAbove('99%'))
      test('throughput', () => expect(result).toHaveThroughputAbove('1/s'))
    `),
  })
  const finished = await run()

  const why = 'because none of 24 requests succeeded (24 × http-4xx (422 Unprocessable Entity)); look at why they failed first'
  for (const title of ['fast', 'not slow']) {
    expect(failureOf(finished, title)).toContain(`there is no p95 to judge, ${why}`)
  }
  expect(failureOf(finished, 'mean')).toContain(why)
  expect(failureOf(finished, 'successes')).toContain('success rate was 0 %, expected above 99 %')
  expect(failureOf(finished, 'throughput')).toContain('throughput was 0/s, expected above 1/s')
  expect(finished.output).toContain('http-4xx  24  POST /v1/chat/completions  422 Unprocessable Entity')
  expect(finished.output).toContain('Tests  5 failed')
})
