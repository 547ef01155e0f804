import { expect, test } from 'vitest'
import { constantVus, ladder, load, scenario } from 'vitest-load'

// Any function can be put under load: here no request is sent at all.
async function answer(question: string, ms: number): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, ms))
  return `An answer to ${question}`
}

const customer = scenario({
  name: 'customer',
  run: [
    [50, 'order status', () => answer('where my order is', 5)],
    [25, 'product question', () => answer('what it is made of', 10)],
    [15, 'return', () => answer('how to send it back', 5)],
    [10, 'account', ({ check }) => check('says something', true)],
  ],
})

test('agents answer customers, without a request', { tags: ['load'] }, async () => {
  const result = await load(customer, constantVus(10, '5s'), { seed: 1 })

  expect(result).toHaveNoErrors()
  expect(result.endpoint('order status')).toHaveP95Below('100ms')
  // The tasks' shares vary with the number of draws, which is smaller on a slower machine: four standard errors.
  const total = result.requests.total
  for (const [task, share] of [
    ['order status', 0.5],
    ['product question', 0.25],
    ['return', 0.15],
    ['account', 0.1],
  ] as const) {
    const found = result.endpoint(task).requests.total / total
    expect(Math.abs(found - share), task).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / total))
  }
})

test('ten, fifty and a hundred customers with five questions each', { tags: ['load'] }, async () => {
  const options = { iterations: 5, sample: { every: '100ms' } } as const
  const steps = await ladder(() => answer('anything', 200), [10, 50, 100], options)

  for (const users of [10, 50, 100]) {
    expect(steps.level(users)).toHaveNoErrors()
    expect(steps.level(users)).toHaveSucceededAtLeast(users * 5)
    expect(steps.level(users)).toHaveP95Below('1s')
  }
  // One after another they would be 5/s.
  expect(steps.level(100)).toHaveThroughputAbove('100/s')
  // Nothing that they share makes them wait.
  expect(steps.rows[1]?.scaling).toBeGreaterThan(0.3)
  expect(steps.resourcesOf).toBe('generator')
  expect(steps.rows.every(({ cpu }) => cpu !== undefined && cpu > 0)).toBe(true)
  expect(steps.rows[2]?.memoryPerUser).toBeLessThan(5 * 1024 ** 2)
  console.log(`${steps}`)
})

test('a function that fails is counted with its message', { tags: ['load'] }, async () => {
  async function agent({ iteration }: { readonly iteration: number }): Promise<void> {
    await answer('anything', 2)
    if (iteration % 10 === 9) throw new Error('the model is overloaded')
  }
  const result = await load(agent, constantVus(4, '2s'))

  expect(result).toHaveErrorRateBelow('15%')
  expect(result.errors).toMatchObject([{ category: 'exception', message: 'the model is overloaded', endpoint: 'agent' }])
})
