import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { LoadTestError } from '../core/errors.ts'
import type { RunContext } from '../run/run-context.ts'
import { currentRunContext } from './run-context.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('currentRunContext in a test', () => {
  it('has the name of the test, with those of its suites', () => {
    expect(currentRunContext().name).toBe('currentRunContext in a test > has the name of the test, with those of its suites')
  })

  it('has settings without a load project, too', () => {
    expect(currentRunContext().settings).toEqual({ allowedHosts: [], coolDown: 0 })
  })

  it('allows the hosts in the environment', () => {
    vi.stubEnv('LOAD_ALLOWED_HOSTS', 'staging.example.com, 10.0.0.5:8080')
    expect(currentRunContext().settings.allowedHosts).toEqual(['staging.example.com', '10.0.0.5:8080'])
  })

  let reason: unknown
  it.fails('times out', { timeout: 50 }, async () => {
    const { signal, drain } = currentRunContext()
    const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve))
    const drained = aborted.then(() => new Promise((resolve) => setTimeout(resolve, 50)))
    drain(drained.then(() => (reason = signal.reason)))
    // Vitest does not wait for the body of a test that timed out.
    await new Promise(() => {})
  })

  it('is aborted by a time-out, and waited for', () => {
    expect(reason).toMatchObject({ name: 'TestTimeoutError' })
  })

  it('numbers its loads, but not those with a name of their own', () => {
    const [first, , third] = [currentRunContext(), currentRunContext(), currentRunContext()]
    const name = 'currentRunContext in a test > numbers its loads, but not those with a name of their own'
    expect([first?.name, third?.name, third?.name]).toEqual([name, `${name} (2)`, `${name} (2)`])
  })

  it('refuses a load before the one before it has ended', async () => {
    const load = Promise.withResolvers<void>()
    currentRunContext().drain(load.promise)
    expect(currentRunContext).toThrow(LoadTestError)
    expect(currentRunContext).toThrow(
      'Expected one load at a time, got a second one before the first had ended in "currentRunContext in a test > refuses a load ' +
        'before the one before it has ended": loads at the same time measure each other. Await the first one, or run both at once with `loadAll()`',
    )
    load.resolve()
    await load.promise
    expect(currentRunContext).not.toThrow()
  })

  it('refuses `retry`', { retry: 2 }, () => {
    expect(currentRunContext).toThrow(LoadTestError)
    expect(currentRunContext).toThrow(
      'Expected a test that loads to have no `retry`, got 2 in "currentRunContext in a test > refuses `retry`": a load that is repeated ' +
        'until it passes proves nothing. Set `retry: 0`, or put the test into a project made by `loadProject()`',
    )
  })

  it.concurrent('refuses `concurrent`', ({ expect }) => {
    expect(currentRunContext).toThrow(
      'Expected a test that loads to run alone, got `concurrent` in "currentRunContext in a test > refuses `concurrent`": loads at the ' +
        'same time measure each other. Remove `concurrent`',
    )
  })
})

describe('currentRunContext outside a test', () => {
  let before: RunContext | undefined
  beforeAll(() => {
    before = currentRunContext()
  })

  it('works in `beforeAll`', () => {
    expect(before?.name).toBe('load')
    expect(before?.settings).toEqual({ allowedHosts: [], coolDown: 0 })
    expect(before?.signal.aborted).toBe(false)
  })

  it('is silent in a plain script, also in one that a test has started', async () => {
    const script = `
      import { currentRunContext } from ${JSON.stringify(import.meta.resolve('./run-context.ts'))}
      const { name, settings, signal, report, progress, drain } = currentRunContext()
      report({})
      progress({})
      drain(Promise.resolve())
      console.log(JSON.stringify({ name, settings, aborted: signal.aborted }))`
    const env = { ...process.env, VITEST: 'true', LOAD_ALLOWED_HOSTS: 'staging.example.com' }
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env })
    expect(JSON.parse(stdout)).toEqual({
      name: 'load',
      settings: { allowedHosts: ['staging.example.com'], coolDown: 0 },
      aborted: false,
    })
  })
})
