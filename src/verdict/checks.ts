import { formatCount, formatShare } from '../core/format.ts'
import type { Reader } from '../core/options.ts'
import type { Measurement } from '../metrics/result.ts'
import type { Figure } from './figure.ts'
import { missing, missingRequests, plural } from './sentence.ts'

/** The share of a check's calls in which it held. */
export function checkRate(measurement: Measurement, name: string): Figure {
  const figure = `rate of check '${name}'`
  const { passed = 0, failed = 0 } = measurement.checks.find((check) => check.name === name) ?? {}
  if (passed + failed === 0) {
    const nothing = missing(measurement, figure, 'it was never made', 'let the load run longer, or check what the scenario does')
    return missingRequests(measurement, figure) ?? nothing
  }
  return {
    kind: 'known',
    measurement,
    name: figure,
    value: passed / (passed + failed),
    better: 'higher',
    show: formatShare,
    notes: [plural(passed + failed, 'check'), failed === 0 ? 'none failed' : `${formatCount(failed)} failed`],
  }
}

/** Reads the name of a check that the measurement knows; one without requests cannot know any. */
export function checkOf({ checks, requests }: Measurement): Reader<string> {
  return (found, at, problems) => {
    const isUnknown = !checks.some(({ name }) => name === found)
    if (isUnknown && (requests.total > 0 || checks.length > 0)) {
      const known = checks.map(({ name }) => `'${name}'`).join(', ')
      const help = checks.length === 0 ? 'there are none, a scenario makes them with `check(name, ok)`' : `known are ${known}`
      problems.push({ at, message: `Unknown check '${found}': ${help}` })
    }
    return String(found)
  }
}
