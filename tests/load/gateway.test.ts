import { expect, test } from 'vitest'
import { between, constantVus, load, perVuIterations, progressive, scenario } from 'vitest-load'
import { inScale } from '../in-scale.ts'
import { measuredCalmly } from '../measured-calmly.ts'

const paths = ['/health', '/config', '/workflows'] as const
const client = scenario({
  name: 'client',
  thinkTime: between(inScale(500), inScale(2000)),
  async run({ http }) {
    for (const path of paths) await http.get(path)
  },
})

test('a baseline: one user for two minutes', { tags: ['load', 'slow'] }, async () => {
  const result = await load(client, constantVus(1, '2m'))

  for (const path of paths) {
    const { requests, latency, throughput } = result.endpoint(`GET ${path}`)
    expect(requests).toMatchObject({ failed: 0 })
    expect(throughput.mean).toBeGreaterThan(0)
    for (const figure of ['mean', 'p50', 'p95', 'p99'] as const) expect(latency[figure] ?? 0).toBeGreaterThan(0)
  }
  expect(result).toHaveNoErrors()
})

test('ten, fifty and a hundred users, five minutes each', { tags: ['load', 'slow'] }, async () => {
  await measuredCalmly(
    () => load(client, progressive([10, 50, 100], { step: '5m', spawnRate: '10/s' })),
    (result) => {
      expect(result.stages).toEqual(['10 users', '50 users', '100 users'])
      for (const stage of result.stages) {
        expect(result.stage(stage)).toHaveErrorRateBelow('1%')
        for (const path of paths) expect(result.stage(stage).endpoint(`GET ${path}`)).toHaveP95Below('200ms')
      }
      expect(result.stage('100 users').throughput.mean).toBeGreaterThan(result.stage('10 users').throughput.mean ?? 0)
    },
  )
})

test('an endpoint whose every request fails fast does not look healthy', { tags: ['load'] }, async () => {
  const wrong = {
    method: 'POST',
    path: '/v1/chat/completions',
    json: { model: 'none', messages: [{ content: 'Hello' }] },
  } as const
  const result = await load(wrong, perVuIterations(4, 6))

  expect(result.requests).toMatchObject({ total: 24, succeeded: 0, failed: 24 })
  expect(result.latency).toMatchObject({ count: 0, mean: undefined, p95: undefined })
  expect(result.failedLatency.count).toBe(24)
  // The request is wrong, not the server slow.
  expect(result.errors).toMatchObject([{ category: 'http-4xx', count: 24, endpoint: 'POST /v1/chat/completions' }])
  expect(result.throughput.mean).toBe(0)
})
