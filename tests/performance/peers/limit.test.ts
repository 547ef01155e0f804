import { describe, expect, it } from 'vitest'
import { figures } from './figures.fixture.ts'
import { judge, type Limit } from './limit.ts'

const rounds = new Map([
  ['ours', [figures({ requestsPerSecond: 900, memory: 100 * 1024 ** 2, p99: 1.2 })]],
  ['wrk', [figures({ requestsPerSecond: 1000, p99: 1 })]],
])

describe('a limit', () => {
  it.each<[string, Limit, string, boolean]>([
    [
      'is met at its edge',
      { kind: 'ratio', ours: 'ours', peer: 'wrk', figure: 'requestsPerSecond', atLeast: 0.9 },
      'ours ÷ wrk, requests/s: 0.90 (at least 0.90)',
      true,
    ],
    [
      'is missed below its floor',
      { kind: 'ratio', ours: 'ours', peer: 'wrk', figure: 'requestsPerSecond', atLeast: 0.91 },
      'ours ÷ wrk, requests/s: 0.90 (at least 0.91)',
      false,
    ],
    [
      'is missed above its ceiling',
      { kind: 'ratio', ours: 'ours', peer: 'wrk', figure: 'p99', atLeast: 0.9, atMost: 1.1 },
      'ours ÷ wrk, p99: 1.20 (at least 0.90, at most 1.10)',
      false,
    ],
    [
      'can be of a figure by itself',
      { kind: 'own', ours: 'ours', figure: 'memory', atMost: 200 * 1024 ** 2 },
      'ours, memory: 100 MB (at most 200 MB)',
      true,
    ],
  ])('%s', (_, limit, text, isMet) => {
    expect(judge(limit, rounds)).toMatchObject({ text, isMet })
  })

  it.each<[string, Limit]>([
    ['the peer did not run', { kind: 'ratio', ours: 'ours', peer: 'k6', figure: 'p99', atMost: 1 }],
    ['ours did not run', { kind: 'own', ours: 'other', figure: 'memory', atMost: 1 }],
    ['the figure is missing', { kind: 'own', ours: 'ours', figure: 'lagP99', atMost: 1 }],
  ])('is neither met nor missed where %s', (_, limit) => {
    expect(judge(limit, rounds)).toMatchObject({
      value: undefined,
      isMet: undefined,
      text: expect.stringContaining('not measured'),
    })
  })
})
