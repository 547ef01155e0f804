import { expect, onTestFinished, test } from 'vitest'
import { constantRate, load, rampingVus, soak } from 'vitest-load'
import { atAnyScale, inScale } from '../in-scale.ts'
import { startFixtureProcess } from '../performance/fixture-process.ts'

const HOUR = 3_600_000

test('five users for an hour: no outage, no decay, no growth', { tags: ['soak', 'slow'] }, async () => {
  const generate = { path: `/delay/${Math.round(inScale(82_000))}`, name: 'generate a model', timeout: inScale(300_000) }
  const result = await load(generate, soak(5, HOUR, { ramp: '1m' }), { metrics: { url: '/metrics' } })
  const level = result.stage('soak')

  expect(level).toHaveSuccessRateAbove('99.9%')
  expect(level).toHaveUptimeAbove('99.9%')
  expect(level).toStayWithin('10%', { bucket: '10m' })
  expect(level).toHaveCpuBelow('80%')
  expect(result.resources.metric('http_requests_total')).toIncrease()
  expect(result.resources.system.memory.readings).toBeGreaterThan(10)
  // Memory is judged from 30 s of samples on.
  if (inScale(HOUR) >= 30_000) {
    expect(level).toHaveMemoryGrowthBelow('5%')
    expect(level).toHaveStableMemory()
  }
})

test.for([
  { server: 'leaking', kb: 160 },
  { server: 'healthy', kb: 0 },
])('a $server server is told as what it is', { tags: ['soak', 'slow'] }, async ({ server: kind, kb }) => {
  const server = await startFixtureProcess()
  onTestFinished(() => server.stop())
  const options = { baseUrl: server.url, warmUp: atAnyScale(2000) }
  // As slow as a real server: beside that, what a busy machine adds is little.
  const result = await load(
    { path: `/leak?kb=${kb}&ms=400`, name: 'GET /leak' },
    constantRate('20/s', atAnyScale(36_000)),
    options,
  )
  const codes = result.findings.map(({ code }) => code)
  for (const { message, recommendation } of result.findings) console.log(`${message}: ${recommendation}`)

  if (kind === 'leaking') {
    expect(result).not.toHaveStableMemory()
    expect(result).not.toHaveMemoryGrowthBelow('5%')
    expect(codes).toContain('memory-leak')
  } else {
    expect(result).toHaveStableMemory()
    expect(codes).not.toContain('memory-leak')
  }
})

test("latency that the server's queue explains is said to follow it", { tags: ['soak', 'slow'] }, async () => {
  // Two jobs are made at a time; whoever comes meanwhile waits. Levels as short and unlike as these hardly linger: series that do prove less.
  const levels = [1, 8, 3, 9, 2, 6, 1, 10, 4, 7, 2, 9]
  const wave = levels.map((vus) => ({ from: vus, target: vus, duration: atAnyScale(4000) }))
  const options = { sample: false as const, metrics: { url: '/metrics', watch: ['queue_size'] } }
  const result = await load('GET /generate?ms=40', rampingVus(wave), options)

  expect(result.findings).toContainEqual(expect.objectContaining({ code: 'latency-follows-resource', metric: 'queue_size' }))
})
