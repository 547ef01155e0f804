import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FixtureServer, startFixtureServer } from '../../fixtures/server/start.ts'
import { runBurst } from './fan-out.ts'
import { recordingContext } from './run-context.fixture.ts'

let server: FixtureServer

beforeAll(async () => {
  server = await startFixtureServer()
})
afterAll(() => server.close())

describe('a burst', () => {
  it('does something for each item, which is its data, at most so many at a time', async () => {
    const seen: string[] = []
    let under = 0
    let most = 0
    const context = recordingContext()
    const visit = async ({ data }: { data: string }): Promise<void> => {
      seen.push(data)
      under += 1
      most = Math.max(most, under)
      await new Promise((resolve) => setTimeout(resolve, 10))
      under -= 1
    }
    const result = await runBurst(['a', 'b', 'c', 'd', 'e'], visit, { concurrency: 2 }, context)
    expect(seen.sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(most).toBe(2)
    expect(result).toMatchObject({
      name: 'a test',
      profile: { kind: 'burst', iterations: 5, concurrency: 2 },
      iterations: { started: 5, completed: 5 },
    })
    // Whether this machine was busy is nobody's fault here.
    expect(result.warnings.filter(({ code }) => code !== 'generator-unfit')).toEqual([])
    expect(context.reported).toEqual([result])
  })

  it('of a number sends a request so often, all at once', async () => {
    const begin = performance.now()
    const result = await runBurst(20, 'GET /delay/100', {}, recordingContext({ baseUrl: server.url }))
    // One after another they would take 2 s.
    expect(performance.now() - begin).toBeLessThan(1800)
    expect(result).toMatchObject({ profile: { concurrency: 20 }, requests: { succeeded: 20 } })
    expect(result.duration).toBeGreaterThan(90)
  })

  it('that is aborted says how many calls were never made', async () => {
    const context = recordingContext({ baseUrl: server.url })
    const options = { concurrency: 2, signal: AbortSignal.timeout(1000) }
    await expect(runBurst(50, 'GET /delay/100', options, context)).rejects.toMatchObject({ code: 'ERR_LOAD_ABORTED' })
    const [result] = context.reported
    // One of both may just have been answered.
    expect([1, 2]).toContain(result?.requests.interrupted)
    expect(result?.requests.total).toBeLessThan(50)
    expect(result?.warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(['iterations-missing', 'interrupted']))
  })
})
