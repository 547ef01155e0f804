import { systemClock } from '../core/clock.ts'
import type { RunContext } from './run-context.ts'

/** Lets machine and server rest after a load, so that the next one finds them as this one did. */
export async function coolDown({ settings, signal }: RunContext): Promise<void> {
  if (settings.coolDown > 0) await systemClock.sleep(settings.coolDown, signal)
}
