import { describe, expect, it } from 'vitest'
import { uptimeOf } from './uptime.ts'

/** A second for each pair of successes and failures. */
function seconds(counts: readonly (readonly [number, number])[]) {
  return counts.map(([succeeded, failed], index) => ({ at: index * 1000, duration: 1000, succeeded, failed }))
}

describe('uptime', () => {
  it.each<[string, readonly (readonly [number, number])[], number, readonly (readonly [number, number])[]]>([
    [
      'of successes only is whole',
      [
        [9, 0],
        [9, 0],
      ],
      1,
      [],
    ],
    [
      'of failures only is none',
      [
        [0, 9],
        [0, 9],
      ],
      0,
      [[0, 2000]],
    ],
    [
      'leaves out seconds in which all failed',
      [
        [9, 0],
        [0, 9],
        [0, 9],
        [9, 0],
      ],
      0.5,
      [[1000, 2000]],
    ],
    [
      'leaves out the failed share of a second',
      [
        [9, 1],
        [10, 0],
      ],
      0.95,
      [],
    ],
    [
      'adds the parts of a second at both ends of an outage',
      [
        [5, 5],
        [0, 10],
        [8, 2],
        [9, 0],
      ],
      1 - 1.7 / 4,
      [[1000, 1000]],
    ],
    [
      'goes on being down while no request ends',
      [
        [9, 0],
        [0, 1],
        [0, 0],
        [0, 0],
        [9, 0],
      ],
      0.4,
      [[1000, 3000]],
    ],
    [
      'goes on being up while no request ends',
      [
        [9, 0],
        [0, 0],
        [9, 0],
      ],
      1,
      [],
    ],
    [
      'tells outages apart',
      [
        [0, 1],
        [1, 0],
        [0, 1],
        [1, 0],
      ],
      0.5,
      [
        [0, 1000],
        [2000, 1000],
      ],
    ],
  ])('%s', (_, counts, share, outages) => {
    expect(uptimeOf(seconds(counts))).toEqual({
      share: expect.closeTo(share),
      down: expect.closeTo((1 - share) * counts.length * 1000),
      outages: outages.map(([at, duration]) => ({ at, duration })),
    })
  })

  it.each([
    ['nothing', []],
    ['no request', seconds([[0, 0]])],
    ['no time', [{ at: 0, duration: 0, succeeded: 1, failed: 0 }]],
  ])('of %s is unknown', (_, attempts) => {
    expect(uptimeOf(attempts)).toBeUndefined()
  })
})
