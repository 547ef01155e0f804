import { describe, expect, it } from 'vitest'
import { facts } from '../metrics/samples.fixture.ts'
import { baselineStem, environmentName, parseFileName } from './baseline-file.ts'

describe('the name of a baseline’s file', () => {
  it.each([
    ['GET /health holds 100 virtual users', 'GET-health-holds-100-virtual-users'],
    ['suite > test (call 2)', 'suite-test-call-2'],
    ['Größe „数“', 'Größe-数'],
    ['../../etc/passwd', 'etc-passwd'],
    ['v1.2 beside v1.1', 'v1.2-beside-v1.1'],
  ])('of %j is readable', (name, stem) => {
    expect(baselineStem(name)).toBe(stem)
  })

  it.each([['CON'], ['nul.txt'], ['lpt1'], ['???'], [''], ['\u0000'], ['a'.repeat(300)], ['数'.repeat(300)]])(
    'of %j has a hash, because it can’t stand in a file’s name',
    (name) => {
      const stem = baselineStem(name)
      expect(stem).toMatch(/-[\da-f]{8}$/)
      expect(Buffer.byteLength(stem)).toBeLessThan(140)
    },
  )

  it('tells long names apart that begin alike', () => {
    expect(baselineStem(`${'a'.repeat(300)}1`)).not.toBe(baselineStem(`${'a'.repeat(300)}2`))
  })

  it('is read back, dots and all', () => {
    expect(parseFileName('v1.2-test.linux-x64.json')).toEqual({ stem: 'v1.2-test', environment: 'linux-x64' })
    expect(parseFileName('.123_a.b.json.tmp')).toBeUndefined()
    expect(parseFileName('notes.json')).toBeUndefined()
  })
})

describe('the name of an environment', () => {
  const { environment } = facts()

  it.each([
    [{ cpu: 'Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz' }, 'linux-x64-intel-xeon-platinum-8370c-2-cores-node-24'],
    [{ cpu: 'AMD EPYC 7763 64-Core Processor', cores: 4 }, 'linux-x64-amd-epyc-7763-4-cores-node-24'],
    [{ cpu: 'Apple M1', os: 'Darwin 23.1.0', arch: 'arm64', cores: 1 }, 'darwin-arm64-apple-m1-1-core-node-24'],
  ])('of %j', (given, name) => {
    expect(environmentName({ ...environment, ...given }, undefined)).toBe(name)
    expect(
      environmentName({ ...environment, ...given, node: '24.99.1', os: `${(given as { os?: string }).os ?? 'Linux'} 99` }, ''),
    ).toBe(name)
  })

  it('may be given, without the dot that parts it from the name', () => {
    expect(environmentName(environment, 'GitHub ubuntu-24.04')).toBe('GitHub-ubuntu-24-04')
  })
})
