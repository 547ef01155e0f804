import { afterEach, expect, it, vi } from 'vitest'
import { systemClock } from '../core/clock.ts'
import { coolDown } from './cool-down.ts'
import { recordingContext } from './run-context.fixture.ts'

afterEach(() => void vi.restoreAllMocks())

it('waits as long as the project says', async () => {
  const begin = performance.now()
  await coolDown(recordingContext({ coolDown: 60 }))
  expect(performance.now() - begin).toBeGreaterThanOrEqual(59)
})

it('does not wait where nothing is said', async () => {
  const sleep = vi.spyOn(systemClock, 'sleep')
  await coolDown(recordingContext())
  expect(sleep).not.toHaveBeenCalled()
})

it('ends when the run is aborted', async () => {
  const begin = performance.now()
  await coolDown(recordingContext({ coolDown: 10_000 }, AbortSignal.timeout(30)))
  expect(performance.now() - begin).toBeLessThan(8000)
})
