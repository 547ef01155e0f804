import { expect, test } from 'vitest'
import { between, constantVus, levels, load, scenario } from 'vitest-load'
import { inScale } from '../in-scale.ts'
import { measuredCalmly } from '../measured-calmly.ts'

// Who watches the service, and who works with it. Both rest for a moment between requests.
const watcher = scenario({
  name: 'watcher',
  thinkTime: between(inScale(500), inScale(2000)),
  run: [
    [5, 'health', ({ http }) => http.get('/health')],
    [1, 'metrics', ({ http }) => http.get('/metrics')],
  ],
})
const worker = scenario({
  name: 'worker',
  thinkTime: between(inScale(500), inScale(2000)),
  run: [
    [3, 'list models', ({ http }) => http.get('/v1/models')],
    [1, 'load a model', ({ http }) => http.get('/delay/20', { name: 'load a model' })],
  ],
})

test.for([
  { scenario: watcher, share: 5 / 6, often: 'GET /health' },
  { scenario: worker, share: 3 / 4, often: 'GET /v1/models' },
])('a $scenario.name does what it does in its proportions', { tags: ['load', 'slow'] }, async ({ scenario, share, often }) => {
  const result = await load(scenario, constantVus(20, '2m'), { seed: 1 })

  expect(result).toHaveErrorRateBelow('1%')
  const total = result.requests.total
  // Four standard errors of so many draws.
  expect(Math.abs(result.endpoint(often).requests.total / total - share)).toBeLessThan(
    4 * Math.sqrt((share * (1 - share)) / total),
  )
})

test.for([
  { spawnRate: '2/s', afterOneSecond: 2 },
  { spawnRate: '5/s', afterOneSecond: 5 },
  { spawnRate: '100/s', afterOneSecond: 10 },
] as const)('users come at a rate of $spawnRate', { tags: ['load'] }, async ({ spawnRate, afterOneSecond }) => {
  const seen = new Set<number>()
  const visitor = scenario({
    name: 'visitor',
    thinkTime: '50ms',
    async run({ http, vu }) {
      await http.get('/health')
      seen.add(vu)
    },
  })
  await measuredCalmly(
    () => {
      seen.clear()
      return load(visitor, constantVus(10, '5s', { spawnRate }))
    },
    (result) => {
      expect(result).toHaveNoErrors()
      // On a busy machine the last of a second may be late.
      const first = result.timeline[0]?.vus ?? 0
      expect([afterOneSecond - 1, afterOneSecond]).toContain(first)
      const all = Math.min(10, Number.parseInt(spawnRate, 10) * (result.duration / 1000))
      expect([all - 1, all]).toContain(seen.size)
    },
  )
})

test.for(['light', 'medium', 'heavy'] as const)('the service holds a %s load', { tags: ['load', 'slow'] }, async (level) => {
  const { profile, limits } = levels[level]
  const result = await load(watcher, profile, { warmUp: '30s' })

  expect(result).toMeet(limits)
})
