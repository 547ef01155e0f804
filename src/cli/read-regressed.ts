import { InputError } from '../core/input-error.ts'
import { readJson } from './read-file.ts'

/** The services that became worse in an earlier comparison, from what `compare --json` printed of it. Throws an `InputError` on anything else. */
export function readRegressed(file: string): ReadonlySet<string> {
  const stored = readJson(file)
  const { comparisons } = (stored ?? {}) as { readonly comparisons?: unknown }
  if (!Array.isArray(comparisons)) throw new InputError({ file }, 'expected what compare --json prints, got other JSON')
  const services = comparisons.flatMap((comparison: unknown) => {
    const { service, isRegression } = (comparison ?? {}) as { readonly service?: unknown; readonly isRegression?: unknown }
    if (typeof service !== 'string' || typeof isRegression !== 'boolean') {
      throw new InputError({ file }, 'expected each comparison to have a service and a verdict: the file is damaged')
    }
    return isRegression ? [service] : []
  })
  return new Set(services)
}
