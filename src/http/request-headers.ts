import { expected, type Reader } from '../core/options.ts'

/** Names in any case. `undefined` leaves a header out, also one that `load` has set for all requests. */
export type HeaderValues = Readonly<Record<string, string | number | undefined>>

/** Headers with names in lower case, and nothing in them that could end a header early. */
export const headers: Reader<Readonly<Record<string, string | undefined>>> = (found, at, problems) => {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) {
    expected("an object such as { authorization: 'Bearer …' }", found, at, problems)
    return {}
  }
  const read: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(found)) {
    const place = `${at}.${name}`
    const lowerCase = name.toLowerCase()
    const refusal = refusals.get(lowerCase)
    if (refusal !== undefined) problems.push({ at: place, message: `Header \`${lowerCase}\` cannot be set: ${refusal}` })
    else if (!token.test(name))
      problems.push({ at: place, message: `Expected a header's name in \`${at}\`, got ${JSON.stringify(name)}` })
    else if (!isValue(value)) problems.push({ at: place, message: badValue(place, value) })
    else read[lowerCase] = value === undefined ? undefined : String(value)
  }
  return read
}

/** Later ones win; what is `undefined` is left out. */
export function mergeHeaders(...all: readonly Readonly<Record<string, string | undefined>>[]): Readonly<Record<string, string>> {
  const merged: Record<string, string | undefined> = Object.assign({}, ...all)
  for (const name of Object.keys(merged)) {
    if (merged[name] === undefined) delete merged[name]
  }
  return Object.freeze(merged as Record<string, string>)
}

const token = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/
const refusals: ReadonlyMap<string, string> = new Map([
  ['content-length', 'it follows from the body'],
  ['transfer-encoding', 'it follows from the body'],
  ['connection', 'how long connections are kept is the `connections` of `load`'],
  ['keep-alive', 'how long connections are kept is the `connections` of `load`'],
  ['upgrade', 'upgrades are not supported'],
  ['expect', '`100-continue` is not supported'],
])

// The value itself may be a secret, such as a token that was read from a file with its line break.
function badValue(place: string, value: unknown): string {
  const found = typeof value === 'string' ? 'text with others' : `a value of type ${typeof value}`
  return `Expected \`${place}\` to be a number, or text without line breaks and of characters up to U+00FF, got ${found}`
}

function isValue(value: unknown): value is string | number | undefined {
  if (value === undefined || typeof value === 'number') return true
  return typeof value === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
}
