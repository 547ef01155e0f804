/** Reads one generator's output; whatever is not as expected is an error that shows what was found. */
export interface OutputReader {
  /** A number in JSON, by the path to it. */
  number(...path: readonly (string | number)[]): number
  /** The same, where it may be left out. */
  optional(...path: readonly (string | number)[]): number | undefined
  /** All whole numbers of an object in JSON; an empty object has none. */
  counts(...path: readonly (string | number)[]): ReadonlyMap<string, number>
}

export function readJson(tool: string, output: string): OutputReader {
  const root = parse(tool, output)
  const find = (path: readonly (string | number)[]): unknown =>
    path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), root)
  const number: OutputReader['number'] = (...path) => {
    const found = find(path)
    if (typeof found === 'number' && Number.isFinite(found)) return found
    throw unknownForm(tool, `a number at ${path.join(' → ')}`, JSON.stringify(found) ?? 'nothing')
  }
  return {
    number,
    optional: (...path) => (find(path) === undefined ? undefined : number(...path)),
    counts(...path) {
      const found = find(path)
      if (isObject(found)) {
        const entries = Object.entries(found)
        if (entries.every((entry): entry is [string, number] => Number.isInteger(entry[1]))) return new Map(entries)
      }
      throw unknownForm(tool, `counts at ${path.join(' → ')}`, JSON.stringify(found) ?? 'nothing')
    },
  }
}

/** The groups of a pattern that must match. */
export function readText(tool: string, output: string, what: string, pattern: RegExp): readonly string[] {
  const match = pattern.exec(output)
  if (match === null) throw unknownForm(tool, what, shorten(output))
  return match.slice(1)
}

/** Milliseconds of '527.00us', '1.5ms', '2.01s', '3m' or '1h'. */
export function readTime(tool: string, text: string): number {
  const [, figure, unit = ''] = /^(\d+(?:\.\d+)?)\s?(ns|us|µs|ms|s|secs|m|h)$/.exec(text) ?? []
  const milliseconds = units.get(unit)
  if (figure === undefined || milliseconds === undefined) throw unknownForm(tool, "a time such as '1.5ms'", `'${text}'`)
  return Number(figure) * milliseconds
}

export function unknownForm(tool: string, wanted: string, found: string): Error {
  return new Error(`Expected the output of ${tool} to have ${wanted}, got ${found}: is this another version of it?`)
}

export function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0)
}

const units: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['ms', 1],
  ['s', 1e3],
  ['secs', 1e3],
  ['m', 60e3],
  ['h', 3600e3],
])

function parse(tool: string, output: string): unknown {
  try {
    return JSON.parse(output)
  } catch {
    throw unknownForm(tool, 'nothing but JSON', shorten(output))
  }
}

function isObject(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null
}

function shorten(output: string): string {
  const text = output.trim()
  return text === '' ? 'nothing' : `'${text.slice(0, 200)}'`
}
