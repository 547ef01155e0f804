import { describe, expect, it } from 'vitest'
import { readArguments } from './arguments.ts'
import { others } from './peers.ts'
import { sections } from './sections.ts'

const read = (...given: string[]) => readArguments(given, sections, others)

describe('the command line', () => {
  it('asks for everything by itself', () => {
    expect(read()).toEqual({
      sections,
      peers: others,
      seconds: 10,
      rounds: 5,
      workers: undefined,
      transport: undefined,
      out: undefined,
    })
  })

  it('chooses sections and peers, in whichever case', () => {
    const { sections: chosen, peers } = read('--sections', 'tls, closed', '--peers', 'Locust,WRK')

    expect(chosen.map(({ id }) => id)).toEqual(['closed', 'tls'])
    expect(peers.map(({ name }) => name)).toEqual(['wrk', 'Locust'])
  })

  it.each([
    [['--sections', 'closed,speed'], /^Expected `--sections` to name some of closed, .+, got 'speed'$/],
    [['--peers', 'ab'], /^Expected `--peers` to name some of wrk, .+, got 'ab'$/],
    [['--seconds', '0'], "Expected `--seconds` to be a whole number from 1 to 3,600, got '0'"],
    [['--rounds', '2.5'], "Expected `--rounds` to be a whole number from 1 to 100, got '2.5'"],
    [['--transport', 'fetch'], "Expected `--transport` to be wire or undici, got 'fetch'"],
  ])('refuses %j', (given, message) => {
    expect(() => read(...given)).toThrow(message)
  })
})
