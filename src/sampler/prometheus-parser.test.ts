import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MetricSample, parseMetrics } from './prometheus-parser.ts'

const samplesOf = (text: string): readonly MetricSample[] => parseMetrics(text).flatMap(({ samples }) => samples)

describe('the text format of Prometheus', () => {
  it('is read as its own example has it', () => {
    const families = parseMetrics(`
# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# Escaping in label values:
msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

# Minimalistic line:
metric_without_timestamp_and_labels 12.47

# A weird metric from before the epoch:
something_weird{problem="division by zero"} +Inf -3982045

# HELP http_request_duration_seconds A histogram of the request duration.
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{le="0.05"} 24054
http_request_duration_seconds_bucket{le="+Inf"} 144320
http_request_duration_seconds_sum 53423
http_request_duration_seconds_count 144320

# TYPE rpc_duration_seconds summary
rpc_duration_seconds{quantile="0.01"} 3102
rpc_duration_seconds_sum 1.7560473e+07
rpc_duration_seconds_count 2693
`)
    expect(families.map(({ name, type, unit, samples }) => [name, type, unit, samples.length])).toEqual([
      ['http_requests_total', 'counter', '', 2],
      ['msdos_file_access_time_seconds', 'unknown', 's', 1],
      ['metric_without_timestamp_and_labels', 'unknown', '', 1],
      ['something_weird', 'unknown', '', 1],
      ['http_request_duration_seconds', 'histogram', 's', 4],
      ['rpc_duration_seconds', 'summary', 's', 3],
    ])
    expect(families[1]?.samples[0]).toEqual({
      name: 'msdos_file_access_time_seconds',
      labels: { path: 'C:\\DIR\\FILE.TXT', error: 'Cannot find file:\n"FILE.TXT"' },
      value: 1458255915,
    })
    expect(families[3]?.samples[0]?.value).toBe(Number.POSITIVE_INFINITY)
  })

  it('is read with blanks wherever they may be, and with line ends of Windows', () => {
    expect(samplesOf(' spaced { a = "3" , b="4" , }\t1\r\nplain 2\r\n')).toEqual([
      { name: 'spaced', labels: { a: '3', b: '4' }, value: 1 },
      { name: 'plain', labels: {}, value: 2 },
    ])
  })

  it.each([
    ['NaN', Number.NaN],
    ['+Inf', Number.POSITIVE_INFINITY],
    ['-Inf', Number.NEGATIVE_INFINITY],
    ['-1.5e-3', -0.0015],
    ['.5', 0.5],
    ['7.', 7],
  ])('has figures such as %s', (figure, value) => {
    expect(samplesOf(`figure ${figure}`)[0]?.value).toBe(value)
  })

  it.each(['{', '}', ',', '#', ' # {a=\\"b\\"} 1', '=', '\\"'])('has labels with %s in them', (part) => {
    expect(samplesOf(`one{path="a${part}b",more="c"} 1`)[0]?.labels).toEqual({
      path: `a${part.replaceAll('\\"', '"')}b`,
      more: 'c',
    })
  })

  it('has a label of any name', () => {
    expect(Object.entries(samplesOf('one{__proto__="a",constructor="b"} 1')[0]?.labels ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })
})

describe('the format of OpenMetrics', () => {
  it('is read without its exemplars, its time stamps and what follows its end', () => {
    const families = parseMetrics(`# TYPE made counter
# UNIT made models
# HELP made Models that were made.
made_total{model="a"} 17.0 1520879607.789 # {trace_id="KOO5S4vxi0o"} 0.67 1520879607.5
made_created{model="a"} 1520430000.123
# TYPE wait_seconds histogram
# UNIT wait_seconds seconds
wait_seconds_bucket{le="0.1"} 8 # {} 0.054
wait_seconds_bucket{le="+Inf"} 9
wait_seconds_count 9
# TYPE build info
build_info{version="1.2"} 1
# EOF
what follows is no metric`)
    expect(families.map(({ name, type, unit, samples }) => [name, type, unit, samples.length])).toEqual([
      ['made', 'counter', 'models', 2],
      ['wait_seconds', 'histogram', 's', 3],
      ['build', 'info', '', 1],
    ])
    expect(families[0]?.samples[0]).toEqual({ name: 'made_total', labels: { model: 'a' }, value: 17 })
  })

  it('has names in quotes', () => {
    expect(samplesOf('# TYPE "made.models" counter\n{"made.models","model.name"="a"} 1\n')).toEqual([
      { name: 'made.models', labels: { 'model.name': 'a' }, value: 1 },
    ])
    expect(parseMetrics('# TYPE "made.models" counter\n{"made.models"} 1')[0]?.type).toBe('counter')
  })
})

describe('what is no text of metrics', () => {
  it.each([
    ['<!DOCTYPE html>\n<html>', 1, 'the name of a metric', '<!DOCTYPE html>'],
    ['{"status":"ok"}', 1, '`,` or `}` after a label', ':"ok"}'],
    ['good 1\nbad', 2, 'a figure after `bad`', ''],
    ['bad one', 1, 'a figure after `bad`', 'one'],
    ['bad 0x10', 1, 'a figure after `bad`', '0x10'],
    ['bad 1 2 3', 1, 'a figure after `bad`', '1 2 3'],
    ['bad{a="b" c="d"} 1', 1, '`,` or `}` after a label', 'c="d"} 1'],
    ['bad{a=b} 1', 1, 'a value in quotes for the label `a`', '=b} 1'],
    ['bad{a="b} 1', 1, 'a value in quotes for the label `a`', '="b} 1'],
    ['bad{="b"} 1', 1, 'the name of a label', '="b"} 1'],
    ['# TYPE bad thing', 1, "a type such as 'counter'", 'thing'],
    ['\u0000\u0001', 1, 'the name of a metric', '\u0000\u0001'],
  ])('is refused, with the line: %j', (text, line, what, found) => {
    const message = `line ${line} of the metrics is not in the format of Prometheus: expected ${what}, got '${found}'`
    expect(() => parseMetrics(text)).toThrow(message)
  })

  it('is read quickly, however long it is', () => {
    const started = performance.now()
    expect(() => parseMetrics(`bad{a="${'\\'.repeat(500_000)}`)).toThrow()
    expect(parseMetrics('one_total{path="/orders"} 1\n'.repeat(50_000))[0]?.samples).toHaveLength(50_000)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

describe('any samples', () => {
  const label = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/)
  const sample = fc.record({
    name: fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,12}$/),
    labels: fc.dictionary(label, fc.string({ unit: 'binary', maxLength: 12 }), { maxKeys: 4, noNullPrototype: true }),
    value: fc.double(),
  })

  it('are the same when they are written and read', () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 8 }), (samples) => {
        const read = samplesOf(samples.map(write).join(''))
        const byName = [...Map.groupBy(samples, ({ name }) => name).values()].flat()
        expect(read).toEqual(byName.map(({ value, ...rest }) => ({ ...rest, value: value + 0 })))
      }),
    )
  })

  it('are read or refused, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a1{}="\\,# \n.+-EInfNaTYP\t'), maxLength: 60 }), (text) => {
        try {
          for (const { value } of samplesOf(text)) expect(typeof value).toBe('number')
        } catch (error) {
          expect(error).toMatchObject({ name: 'MetricsFormatError' })
        }
      }),
      { numRuns: 2000 },
    )
  })

  function write({ name, labels, value }: MetricSample): string {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`)
    const figure = Number.isFinite(value) ? `${value}` : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
    return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${figure}\n`
  }

  function escapeLabel(text: string): string {
    return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')
  }
})
