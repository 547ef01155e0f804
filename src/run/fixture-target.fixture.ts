import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { type FixtureServer, startFixtureServer } from '../../fixtures/server/start.ts'

/** Runs the fixture server during the tests of a file, which no variables of the environment change. */
export function useFixtureTarget(): { readonly url: string } {
  let server: FixtureServer | undefined
  beforeAll(async () => {
    server = await startFixtureServer()
  })
  afterAll(() => server?.close())
  beforeEach(() => {
    for (const name of ['LOAD_SCALE', 'LOAD_VUS', 'LOAD_RATE', 'LOAD_DURATION']) vi.stubEnv(name, '')
  })
  afterEach(() => vi.unstubAllEnvs())
  return {
    get url() {
      return server?.url ?? ''
    },
  }
}
