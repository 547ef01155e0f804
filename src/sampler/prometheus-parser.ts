/** How a metric is to be read. `unknown` stands for `untyped` too. */
export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'gaugehistogram' | 'stateset' | 'info' | 'unknown'

/** One line of figures. */
export interface MetricSample {
  /** With its suffix, as it is written: `http_request_duration_seconds_bucket`. */
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  /** May be `NaN` or infinite. */
  readonly value: number
}

export interface MetricFamily {
  /** Of OpenMetrics, that of a counter is without its `_total`. */
  readonly name: string
  readonly type: MetricType
  /** As `# UNIT` says, or else the name's own last word; empty where neither tells. */
  readonly unit: string
  readonly samples: readonly MetricSample[]
}

/** A text is not in the format of Prometheus: where, and what was found there. */
class MetricsFormatError extends Error {
  constructor(line: number, what: string, found: string) {
    super(`line ${line} of the metrics is not in the format of Prometheus: expected ${what}, got '${shortened(found)}'`)
    this.name = 'MetricsFormatError'
  }
}

/**
 * Reads the text format of Prometheus (version 0.0.4) and that of OpenMetrics (1.0). Time stamps and exemplars are read over: a scrape is a
 * reading of now. Throws a `MetricsFormatError`.
 */
export function parseMetrics(text: string): readonly MetricFamily[] {
  const families = new Map<string, Draft>()
  let number = 0
  for (const line of text.split('\n')) {
    number += 1
    const found = line.endsWith('\r') ? line.slice(0, -1) : line
    if (found === '# EOF') break
    if (/^[ \t]*$/.test(found)) continue
    if (/^[ \t]*#/.test(found)) readComment(found, number, families)
    else readSample(found, number, families)
  }
  return [...families.values()].filter(({ samples }) => samples.length > 0)
}

interface Draft {
  name: string
  type: MetricType
  unit: string
  samples: MetricSample[]
}

function familyOf(families: Map<string, Draft>, name: string): Draft {
  let family = families.get(name)
  if (family === undefined) {
    family = { name, type: 'unknown', unit: unitOf(name), samples: [] }
    families.set(name, family)
  }
  return family
}

// Anything else after a `#` is a comment.
const commentShape = /^[ \t]*#[ \t]+(TYPE|UNIT)[ \t]+(?:"((?:[^"\\]|\\.)*)"|(\S+))[ \t]*(.*?)[ \t]*$/

function readComment(line: string, number: number, families: Map<string, Draft>): void {
  const [, keyword, quoted, plain, rest = ''] = commentShape.exec(line) ?? []
  if (keyword === undefined) return
  const family = familyOf(families, quoted === undefined ? (plain ?? '') : unescaped(quoted))
  if (keyword === 'UNIT') family.unit = rest === 'seconds' ? 's' : rest
  else family.type = readType(rest, number)
}

const types: Readonly<Record<string, MetricType>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  gaugehistogram: 'gaugehistogram',
  stateset: 'stateset',
  info: 'info',
  unknown: 'unknown',
  untyped: 'unknown',
}

function readType(text: string, number: number): MetricType {
  const type = Object.hasOwn(types, text) ? types[text] : undefined
  if (type === undefined) throw new MetricsFormatError(number, `a type such as 'counter'`, text)
  return type
}

const nameShape = /[a-zA-Z_:][\w:]*/y
const labelShape = /[ \t]*(?:([a-zA-Z_][\w.:]*)|"((?:[^"\\]|\\.)*)")[ \t]*/y
const valueShape = /=[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*/y
// A value, maybe a time stamp, maybe an exemplar.
const figureShape = /[ \t]*([^\s#]+)(?:[ \t]+[-+]?[\d.]+(?:[eE][-+]?\d+)?)?[ \t]*(?:[ \t]#[ \t]*\{.*)?$/y

function readSample(line: string, number: number, families: Map<string, Draft>): void {
  const start = line.length - line.trimStart().length
  const plain = matchAt(nameShape, line, start)
  const labels: Record<string, string> = {}
  let name = plain?.[0]
  let place = start + (name?.length ?? 0)
  const brace = skipBlanks(line, place)
  if (line[brace] === '{') {
    const read = readLabels(line, brace + 1, number, labels)
    name ??= read.name
    place = read.end
  }
  if (name === undefined) throw new MetricsFormatError(number, 'the name of a metric', line)
  const figure = matchAt(figureShape, line, place)
  const value = figure === undefined ? undefined : readFigure(figure[1] ?? '')
  if (value === undefined) throw new MetricsFormatError(number, `a figure after \`${name}\``, line.slice(place))
  belongingTo(families, name).samples.push({ name, labels: Object.freeze(labels), value })
}

/** From behind the brace; a name in quotes that has no value is that of the metric. */
function readLabels(
  line: string,
  from: number,
  number: number,
  labels: Record<string, string>,
): { readonly end: number; readonly name: string | undefined } {
  let place = skipBlanks(line, from)
  let name: string | undefined
  while (line[place] !== '}') {
    const label = matchAt(labelShape, line, place)
    if (label === undefined) throw new MetricsFormatError(number, 'the name of a label', line.slice(place))
    const [all, plain, quoted] = label
    place += all.length
    const value = matchAt(valueShape, line, place)
    if (value !== undefined) {
      define(labels, plain ?? unescaped(quoted ?? ''), unescaped(value[1] ?? ''))
      place += value[0].length
    } else if (quoted !== undefined && name === undefined && plain === undefined) name = unescaped(quoted)
    else throw new MetricsFormatError(number, `a value in quotes for the label \`${plain ?? quoted}\``, line.slice(place))
    if (line[place] === ',') place = skipBlanks(line, place + 1)
    else if (line[place] !== '}') throw new MetricsFormatError(number, '`,` or `}` after a label', line.slice(place))
  }
  return { end: place + 1, name }
}

/** Also where a label is called `__proto__`. */
function define(labels: Record<string, string>, name: string, value: string): void {
  Object.defineProperty(labels, name, { value, enumerable: true, writable: true, configurable: true })
}

const SUFFIXES = ['_total', '_bucket', '_count', '_sum', '_created', '_gcount', '_gsum', '_info']

/** The family that declared a sample: its own name, or its name without a suffix. */
function belongingTo(families: Map<string, Draft>, name: string): Draft {
  const exact = families.get(name)
  if (exact !== undefined) return exact
  const suffix = SUFFIXES.find((one) => name.endsWith(one))
  const declared = suffix === undefined ? undefined : families.get(name.slice(0, -suffix.length))
  return declared !== undefined && declared.type !== 'gauge' ? declared : familyOf(families, name)
}

function readFigure(text: string): number | undefined {
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return Number(text)
  const [, sign, word = ''] = /^([-+]?)(nan|inf|infinity)$/i.exec(text) ?? []
  if (word === '') return undefined
  if (word.toLowerCase() === 'nan') return Number.NaN
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

function unitOf(name: string): string {
  const words = name.replace(/_total$/, '')
  if (words.endsWith('_seconds')) return 's'
  if (words.endsWith('_bytes')) return 'bytes'
  if (words.endsWith('_percent')) return '%'
  if (words.endsWith('_ratio')) return 'share'
  if (words.endsWith('_celsius')) return '°C'
  return ''
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\(.)/g, (pair, one: string) => escapes[one] ?? pair) : text
}

const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' }

function matchAt(shape: RegExp, text: string, place: number): RegExpExecArray | undefined {
  shape.lastIndex = place
  return shape.exec(text) ?? undefined
}

function skipBlanks(text: string, place: number): number {
  let next = place
  while (text[next] === ' ' || text[next] === '\t') next += 1
  return next
}

function shortened(text: string): string {
  const line = text.trim()
  return line.length > 60 ? `${line.slice(0, 60)}…` : line
}
