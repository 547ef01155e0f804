import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseArtillery } from './artillery.ts'
import { parseAutocannon } from './autocannon.ts'
import { parseHey } from './hey.ts'
import { parseK6 } from './k6.ts'
import { parseLocust } from './locust.ts'
import { parseOha } from './oha.ts'
import { parseOurs } from './ours.ts'
import { parseVegeta } from './vegeta.ts'
import { parseWrk } from './wrk.ts'

const recorded = (file: string): string => readFileSync(new URL(`recorded/${file}`, import.meta.url), 'utf8')

describe('what a generator printed', () => {
  it.each([
    ['wrk.txt', parseWrk, { requests: 165_259, failed: 0, seconds: 3.02, p50: 0.527, p99: 5.97 }],
    ['hey.txt', parseHey, { requests: 67_747, failed: 0, seconds: 3.0042, p50: 1.8, p99: 8.1 }],
    ['autocannon.json', parseAutocannon, { requests: 85_186, failed: 0, seconds: 3.03, p50: 1, p99: 8 }],
    ['k6.json', parseK6, { requests: 32_762, failed: 0, seconds: 3.004, p50: 3.658, p99: 18.781 }],
    ['oha.json', parseOha, { requests: 101_191, failed: 0, seconds: 1.005, p50: 0.195, p99: 0.478 }],
    ['locust.json', parseLocust, { requests: 15_682, failed: 0, seconds: 2.556, p50: 3, p99: 16 }],
    ['artillery.json', parseArtillery, { requests: 600, failed: 0, seconds: 2.993, p50: 0, p99: 7.9 }],
    ['vegeta-documented.json', parseVegeta, { requests: 100, failed: 0, seconds: 0.994, p50: 2.854, p99: 3.53 }],
  ])('is read from %s', (file, parse, expected) => {
    const found = parse(recorded(file))

    expect(Object.keys(found)).toEqual(Object.keys(expected))
    for (const [name, figure] of Object.entries(expected)) expect(found).toHaveProperty(name, expect.closeTo(figure, 3))
  })

  it.each([
    ['statuses of 500', 'wrk-failing.txt', parseWrk, 55_215, 55_215],
    ['refused connections', 'hey-failing.txt', parseHey, 24_020, 24_020],
    ['statuses of 500', 'autocannon-failing.json', parseAutocannon, 33_241, 33_241],
    ['statuses of 500', 'k6-failing.json', parseK6, 13_241, 13_241],
    ['statuses of 500', 'oha-failing.json', parseOha, 200, 200],
    ['statuses of 500', 'locust-failing.json', parseLocust, 5276, 5276],
    ['statuses of 500', 'artillery-failing.json', parseArtillery, 200, 200],
    ['refused connections', 'artillery-refused.json', parseArtillery, 200, 200],
  ])('counts %s as failed in %s', (_, file, parse, requests, failed) => {
    expect(parse(recorded(file))).toMatchObject({ requests, failed })
  })

  it.each([
    ['wrk', parseWrk],
    ['hey', parseHey],
    ['autocannon', parseAutocannon],
    ['k6', parseK6],
    ['oha', parseOha],
    ['Locust', parseLocust],
    ['artillery', parseArtillery],
    ['vegeta', parseVegeta],
    ['vitest-load', parseOurs],
  ])('of %s in an unknown form is refused, and so is nothing', (name, parse) => {
    const says = new RegExp(`^Expected the output of ${name} to have .+, got .+: is this another version of it\\?$`, 's')

    expect(() => parse('{"figures": "are elsewhere"}')).toThrow(says)
    expect(() => parse('')).toThrow(says)
  })
})

describe('the output of wrk', () => {
  it('tells broken connections', () => {
    const text = recorded('wrk.txt').replace(
      'Requests/sec',
      '  Socket errors: connect 1, read 20, write 0, timeout 300\nRequests/sec',
    )

    expect(parseWrk(text).failed).toBe(321)
  })
})

describe('the output of oha', () => {
  it('does not count what was cut at the end', () => {
    expect(recorded('oha.json')).toContain('"aborted due to deadline": 15')
    expect(parseOha(recorded('oha.json'))).toMatchObject({ requests: 101_191, failed: 0 })
  })
})

describe('the output of Locust', () => {
  it('is refused if its response times are not those of its requests', () => {
    const text = recorded('locust.json').replace('"num_requests": 15682', '"num_requests": 15683')

    expect(() => parseLocust(text)).toThrow('response times of 15683 requests, got 15682')
  })
})

describe('our own output', () => {
  it('may lack the schedule lag', () => {
    const whole = { requests: 10, failed: 1, seconds: 2, p50: 0.5, p99: 0.9 }

    expect(parseOurs(JSON.stringify(whole))).toEqual({ ...whole, lagP99: undefined })
    expect(parseOurs(JSON.stringify({ ...whole, lagP99: 0.1 }))).toEqual({ ...whole, lagP99: 0.1 })
  })

  it('may be a refusal', () => {
    expect(parseOurs('{"refused":"load: unknown option `threads`"}\n')).toEqual({ refused: 'load: unknown option `threads`' })
  })
})
