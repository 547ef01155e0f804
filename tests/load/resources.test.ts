import { once } from 'node:events'
import { expect, inject, test } from 'vitest'
import { constantRate, constantVus, type LoadResult, load } from 'vitest-load'
import { measuredCalmly } from '../measured-calmly.ts'

test("a run sees the server's own metrics move, and its process", { tags: ['load'] }, async () => {
  const socket = new WebSocket(`${inject('vitest-load')?.baseUrl}`.replace('http', 'ws'))
  await once(socket, 'open')
  const watch = [
    'http_request_duration_seconds',
    'pipeline_stage_duration_seconds',
    'model_generations_total',
    'gpu_usage_percent',
    'websocket_connections_active',
    'queue_size',
  ]
  const options = { sample: { every: '200ms' }, metrics: { url: '/metrics', watch } } as const
  await measuredCalmly(() => load('GET /generate?ms=20', constantVus(4, '6s'), options), judge)
  socket.close()
})

function judge(result: LoadResult): void {
  const { resources } = result
  expect(result).toHaveNoErrors()
  expect(resources.metric('model_generations_total')).toIncrease()
  expect(resources.metric('model_generations_total').increase).toBe(result.requests.total)
  expect(resources.metric('gpu_usage_percent').max).toBeGreaterThan(0)
  expect(resources.metric('websocket_connections_active').max).toBeGreaterThanOrEqual(1)
  expect(resources.metric('queue_size').max).toBeGreaterThan(0)
  expect(resources.metric('pipeline_stage_duration_seconds', { stage: 'generation', quantile: '0.5' }).min).toBeGreaterThan(0.01)
  expect(resources.metric('http_request_duration_seconds', { method: 'GET', status: '200', quantile: '0.95' }).max).toBeLessThan(
    1,
  )
  expect(resources.server.memory.last).toBeGreaterThan(20 * 1024 ** 2)
  expect(resources.server.cpu.mean).toBeGreaterThan(0)
}

test('a leak shows in the memory of the server', { tags: ['load'] }, async () => {
  await measuredCalmly(
    async () => [
      await load('GET /leak?kb=1024', constantRate('20/s', '3s')),
      await load('GET /health', constantRate('20/s', '3s')),
    ],
    ([leaking, healthy]) => {
      const kept = 1024 ** 2 * (leaking?.requests.succeeded ?? Number.NaN)
      expect(leaking?.resources.server.memory.increase).toBeGreaterThan(0.5 * kept)
      expect(healthy?.resources.server.memory.increase).toBeLessThan(0.3 * kept)
    },
  )
})
