import { formatDuration } from '../core/format.ts'
import type { Outcome } from '../metrics/outcome.ts'
import type { Paint } from './paint.ts'
import { firstLine, printable } from './printable.ts'

/** Says in the terminal that something was aborted; no line of what completed. */
export function formatAbort(outcome: Outcome, paint: Paint): string[] {
  if (outcome.state === 'completed') return []
  return [paint('red', `aborted after ${formatDuration(outcome.at)}: ${printable(firstLine(outcome.reason))}`)]
}
