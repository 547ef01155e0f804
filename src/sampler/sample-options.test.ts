import { describe, expect, it } from 'vitest'
import { parseOptions } from '../core/options.ts'
import { metricsOption, sampleOption } from './sample-options.ts'

describe('what is sampled', () => {
  it.each([
    [{}, { every: 1000, pid: undefined }],
    [
      { every: '500ms', pid: 7 },
      { every: 500, pid: 7 },
    ],
    [false, false],
  ])('is read: %j', (found, read) => {
    expect(parseOptions('load', found, sampleOption)).toEqual(read)
  })

  it.each([
    [{ every: '50ms' }, "Expected `every` to be a time of at least 100, such as '30s', got '50ms'"],
    [{ pid: 0 }, 'Expected `pid` to be a whole number of at least 1, got 0'],
    [{ evry: 1000 }, 'Unknown option `evry`: did you mean `every`?'],
    [true, 'Expected a value to be an object of options, got true'],
  ])('is refused where it is wrong: %j', (found, message) => {
    expect(() => parseOptions('load', found, sampleOption)).toThrow(message)
  })
})

describe('what is scraped', () => {
  it.each([
    [{ url: '/metrics' }, { url: '/metrics', watch: [], headers: {} }],
    [
      { url: 'https://127.0.0.1:9090/metrics', watch: ['queue_size'], headers: { Authorization: 'Bearer a' } },
      { url: 'https://127.0.0.1:9090/metrics', watch: ['queue_size'], headers: { authorization: 'Bearer a' } },
    ],
  ])('is read: %j', (found, read) => {
    expect(parseOptions('load', found, metricsOption)).toEqual(read)
  })

  it.each([
    [{}, 'Expected `url` to be a text, got undefined'],
    [{ url: 'metrics' }, "Expected `url` to be an http or https URL, or a path such as '/metrics', got 'metrics'"],
    [
      { url: 'ftp://a/metrics' },
      "Expected `url` to be an http or https URL, or a path such as '/metrics', got 'ftp://a/metrics'",
    ],
    [{ url: 'http://a:b@c/metrics' }, 'Expected `url` to be without user name and password: put them into `headers` beside it'],
    [{ url: '/metrics', watch: [''] }, "Expected `watch[0]` to be a text, got ''"],
  ])('is refused where it is wrong: %j', (found, message) => {
    expect(() => parseOptions('load', found, metricsOption)).toThrow(message)
  })
})
