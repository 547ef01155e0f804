import { flag, instance, list, number, object, oneOf, optional, parseOptions, type Reader } from '../core/options.ts'
import { requestDistributions } from './interval.ts'

/** Throws an error that names the place, unless a stored result has all that a result is made of. It is no schema: kinds and presence only. */
export function checkStoredResult(stored: object): void {
  parseOptions('result', stored, facts)
  const { names, intervals, resources } = stored as Readonly<Record<'names' | 'intervals' | 'resources', unknown>>
  for (const [index, name] of items(names, 'names')) check(typeof name === 'string', `names[${index}]`, 'a text')
  for (const [index, interval] of items(intervals, 'intervals')) checkInterval(interval, `intervals[${index}]`)
  checkResources(resources)
}

const amount = number({ min: 0 })
// Unlike an option it may be empty: a stage without a name has ''.
const string: Reader<string> = instance((found) => typeof found === 'string', 'a text')

const facts = fields({
  name: string,
  startedAt: string,
  outcome: readOutcome,
  model: oneOf('open', 'closed', 'mixed'),
  profile: readProfile,
  seed: number(),
  scale: number({ above: 0 }),
  environment: fields({ node: string, os: string, arch: string, cpu: string, cores: amount, memory: amount, ci: flag }),
  warnings: list(fields({ code: string, message: string }), 'warnings', { min: 0 }),
  findings: optional(
    list(
      fields({
        code: string,
        severity: oneOf('info', 'warning', 'problem'),
        message: string,
        recommendation: string,
        at: optional(number()),
        endpoint: optional(string),
        metric: optional(string),
      }),
      'findings',
      { min: 0 },
    ),
  ),
  duration: amount,
  events: optional(list(readEvent, 'events', { min: 0 })),
  stages: list(fields({ name: string, start: amount, end: amount, scenario: optional(string) }), 'stages'),
})

/** An object with at least these fields: a newer version may have written more. */
function fields(readers: Readonly<Record<string, Reader<unknown>>>): Reader<unknown> {
  const read = object(readers)
  const names = Object.keys(readers)
  return (found, at, problems) => {
    const isObject = typeof found === 'object' && found !== null && !Array.isArray(found)
    const known = isObject ? Object.fromEntries(names.map((name) => [name, (found as Record<string, unknown>)[name]])) : {}
    return read(known, at, problems)
  }
}

function readProfile(...[found, at, problems]: Parameters<Reader<unknown>>): unknown {
  const { kind, profiles } = (found ?? {}) as { readonly kind?: unknown; readonly profiles?: unknown }
  if (kind !== 'together') return fields({ kind: string })(found, at, problems)
  const known = fields({ kind: string, profiles: instance(isObject, 'an object') })(found, at, problems)
  if (isObject(profiles))
    for (const [name, one] of Object.entries(profiles)) fields({ kind: string })(one, `${at}.profiles.${name}`, problems)
  return known
}

function isObject(found: unknown): found is object {
  return typeof found === 'object' && found !== null
}

function readEvent(...[found, at, problems]: Parameters<Reader<unknown>>): unknown {
  const { state } = (found ?? {}) as { readonly state?: unknown }
  const more = { ...(state !== 'unsettled' && { duration: amount }), ...(state === 'failed' && { error: string }) }
  return fields({ name: string, at: amount, state: oneOf('done', 'failed', 'unsettled'), ...more })(found, at, problems)
}

function readOutcome(...[found, at, problems]: Parameters<Reader<unknown>>): unknown {
  const { state } = (found ?? {}) as { readonly state?: unknown }
  const more: Readonly<Record<string, Reader<unknown>>> = state === 'aborted' ? { reason: string, at: amount } : {}
  return fields({ state: oneOf('completed', 'aborted'), ...more })(found, at, problems)
}

function checkInterval(interval: unknown, at: string): void {
  const { start, end, vus, requests, iterations, health } = record(interval, at)
  check(
    isNumber(start) && isNumber(end) && start <= end,
    `${at}.start and ${at}.end`,
    'two numbers, the second not below the first',
  )
  check(isAmount(vus), `${at}.vus`, AN_AMOUNT)
  for (const [index, series] of items(requests, `${at}.requests`)) {
    const place = `${at}.requests[${index}]`
    const { of, counts, times, errors = [], perSecond = [] } = record(series, place)
    checkAmounts(of, 3, `${place}.of`)
    checkAmounts(counts, 5, `${place}.counts`)
    const distributions = items(times, `${place}.times`, requestDistributions.length)
    for (const [time, distribution] of distributions) checkDistribution(distribution, `${place}.times[${time}]`)
    for (const [error, group] of items(errors, `${place}.errors`)) checkErrors(group, `${place}.errors[${error}]`)
    for (const [second, count] of items(perSecond, `${place}.perSecond`)) {
      check(isAmount(count), `${place}.perSecond[${second}]`, AN_AMOUNT)
    }
  }
  checkHealth(health, `${at}.health`)
  for (const [index, series] of items(iterations, `${at}.iterations`)) {
    const place = `${at}.iterations[${index}]`
    const { of, counts, duration, lag = 0, cycles = [0, 0], checks = [], trends = [] } = record(series, place)
    checkAmounts(of, 2, `${place}.of`)
    checkAmounts(counts, 5, `${place}.counts`)
    checkDistribution(duration, `${place}.duration`)
    checkDistribution(lag, `${place}.lag`)
    for (const [number, one] of items(cycles, `${place}.cycles`, 2)) {
      check(isNumber(one), `${place}.cycles[${number}]`, 'a number')
    }
    for (const [number, trend] of items(trends, `${place}.trends`)) {
      const [name, values] = items(trend, `${place}.trends[${number}]`, 2).map(([, one]) => one)
      check(isAmount(name), `${place}.trends[${number}][0]`, AN_AMOUNT)
      checkDistribution(values, `${place}.trends[${number}][1]`)
    }
    for (const [number, one] of items(checks, `${place}.checks`)) {
      const { name, passed, failed } = record(one, `${place}.checks[${number}]`)
      const isCheck = typeof name === 'string' && isAmount(passed) && isAmount(failed)
      check(isCheck, `${place}.checks[${number}]`, 'a name and two counts')
    }
  }
}

function checkHealth(found: unknown, at: string): void {
  if (found === undefined) return
  const { sums, loopDelay } = record(found, at)
  checkAmounts(sums, 9, `${at}.sums`)
  checkDistribution(loopDelay, `${at}.loopDelay`)
}

function checkResources(found: unknown): void {
  if (found === undefined) return
  const { series, marks } = record(found, 'resources')
  for (const [index, one] of items(series, 'resources.series')) {
    const place = `resources.series[${index}]`
    const { source, name, labels, unit, kind, points } = record(one, place)
    for (const text of [source, name, unit]) check(typeof text === 'string', place, 'a source, a name and a unit')
    check(kind === 'gauge' || kind === 'span' || kind === 'counter', `${place}.kind`, 'a gauge, a span or a counter')
    const values = Object.values(record(labels, `${place}.labels`))
    check(
      values.every((value) => typeof value === 'string'),
      `${place}.labels`,
      'texts',
    )
    for (const [number, point] of items(points, `${place}.points`)) {
      const isPoint = Array.isArray(point) && (point.length === 2 || point.length === 5) && point.every(isNumber)
      check(isPoint, `${place}.points[${number}]`, 'two numbers, or five')
    }
  }
  for (const [index, mark] of items(marks, 'resources.marks')) {
    const { at, until, source, message } = record(mark, `resources.marks[${index}]`)
    const isMark = isNumber(at) && isNumber(until) && typeof source === 'string' && typeof message === 'string'
    check(isMark, `resources.marks[${index}]`, 'two moments, a source and a message')
  }
}

function checkErrors(group: unknown, at: string): void {
  const { category, message, endpoint, count, examples } = record(group, at)
  for (const text of [category, message, endpoint]) check(typeof text === 'string', at, 'a category, a message and an endpoint')
  check(isAmount(count), `${at}.count`, AN_AMOUNT)
  for (const [index, example] of items(examples, `${at}.examples`)) {
    const { at: moment, detail } = record(example, `${at}.examples[${index}]`)
    check(isNumber(moment) && typeof detail === 'string', `${at}.examples[${index}]`, 'a moment and a detail')
  }
}

/** Count, sum, sum of squares, minimum, maximum and cells; 0 where there is nothing. */
function checkDistribution(found: unknown, at: string): void {
  if (found === 0) return
  const isOne = Array.isArray(found) && found.length === 6 && found.slice(0, 5).every(isAmount) && typeof found[5] === 'string'
  check(isOne, at, '0, or five numbers of at least 0 and a text')
}

function checkAmounts(found: unknown, length: number, at: string): void {
  for (const [index, one] of items(found, at, length)) check(isAmount(one), `${at}[${index}]`, AN_AMOUNT)
}

const AN_AMOUNT = 'a number of at least 0'

function items(found: unknown, at: string, length?: number): [number, unknown][] {
  const isList = Array.isArray(found) && (length === undefined || found.length === length)
  check(isList, at, length === undefined ? 'a list' : `a list of ${length}`)
  return [...(found as unknown[]).entries()]
}

function record(found: unknown, at: string): Readonly<Record<string, unknown>> {
  check(typeof found === 'object' && found !== null, at, 'an object')
  return found as Readonly<Record<string, unknown>>
}

function isNumber(found: unknown): found is number {
  return typeof found === 'number' && Number.isFinite(found)
}

function isAmount(found: unknown): boolean {
  return isNumber(found) && found >= 0
}

function check(holds: boolean, at: string, what: string): void {
  if (!holds) throw new TypeError(`Expected \`${at}\` to be ${what}`)
}
