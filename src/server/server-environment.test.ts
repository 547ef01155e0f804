import { expect, it } from 'vitest'
import { serverEnvironment } from './server-environment.ts'

it('hides from the server that Vitest runs it', () => {
  const inherited = { PATH: '/bin', NODE_ENV: 'test', VITEST: 'true', VITEST_MODE: 'RUN', TEST: 'true' }
  expect(serverEnvironment(inherited, { PORT: '3000' })).toEqual({ PATH: '/bin', PORT: '3000' })
})

it('leaves every other mode, and what was asked for', () => {
  expect(serverEnvironment({ NODE_ENV: 'production' }, {})).toEqual({ NODE_ENV: 'production' })
  expect(serverEnvironment({ NODE_ENV: 'test' }, { NODE_ENV: 'test' })).toEqual({ NODE_ENV: 'test' })
})
