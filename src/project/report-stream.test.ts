import { PassThrough } from 'node:stream'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Vitest } from 'vitest/node'
import { reportStream, switchOffSummary } from './report-stream.ts'

function streamFor(reporters: unknown[], columns?: number): { wrote: string[]; width: number } {
  const wrote: string[] = []
  const stream = Object.assign(new PassThrough(), { columns })
  const logger = {
    outputStream: stream,
    errorStream: stream,
    log: (text: string) => wrote.push(`out: ${text}`),
    error: (text: string) => wrote.push(`err: ${text}`),
  }
  const report = reportStream({ config: { reporters }, logger } as unknown as Vitest)
  report.write('text')
  return { wrote, width: report.width }
}

it.each([
  [[['default', {}]], 'out: text'],
  [[['json', {}]], 'out: text'],
  [[['json', { stdout: true, outputFile: 'a.json' }]], 'out: text'],
  [
    [
      ['default', {}],
      ['json', { stdout: true }],
    ],
    'err: text',
  ],
  [[['junit', { stdout: true }]], 'err: text'],
  [[['tap', {}]], 'err: text'],
  [[['tap-flat', {}]], 'err: text'],
  [[{ onInit() {} }], 'out: text'],
])('leaves standard output to whom it belongs: %j', (reporters, expected) => {
  expect(streamFor(reporters).wrote).toEqual([expected])
})

it('is as wide as the terminal', () => {
  expect(streamFor([], 90).width).toBe(90)
  expect(streamFor([]).width).toBe(120)
})

describe('where loads are shown while they are on', () => {
  function run(projects: readonly object[], { isTTY = true } = {}) {
    const reporters = [
      ['default', {}],
      ['junit', {}],
    ]
    const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 })
    const vitest = {
      config: { reporters },
      logger: { outputStream: stream, errorStream: stream },
      projects: projects.map((provide) => ({ config: { provide } })),
    } as unknown as Vitest
    switchOffSummary(vitest)
    return { reporters, terminal: reportStream(vitest).terminal, stream }
  }

  beforeEach(() => {
    vi.stubEnv('CI', '')
    vi.stubEnv('TERM', 'xterm')
    return () => vi.unstubAllEnvs()
  })

  it("is in place of Vitest's summary where all tests are load tests", () => {
    const { reporters, terminal, stream } = run([{ 'vitest-load': {} }])
    expect(reporters).toEqual([
      ['default', { summary: false }],
      ['junit', {}],
    ])
    expect(terminal).toBe(stream)
  })

  it.each([
    ['there are other tests', [{ 'vitest-load': {} }, {}], {}, undefined],
    ['it is no terminal', [{ 'vitest-load': {} }], { isTTY: false }, undefined],
  ] as const)('is nowhere where %s', (_, projects, options, expected) => {
    const { reporters, terminal } = run(projects, options)
    expect(reporters[0]).toEqual(['default', {}])
    expect(terminal).toBe(expected)
  })

  it.each([
    ['CI', '1'],
    ['TERM', 'dumb'],
  ])('is nowhere with %s=%s', (name, value) => {
    vi.stubEnv(name, value)
    expect(run([{ 'vitest-load': {} }]).terminal).toBeUndefined()
  })
})
