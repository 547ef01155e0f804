import { messageOf } from '../core/errors.ts'
import type { TimelineEvent } from '../metrics/timeline-event.ts'
import type { RunTime } from './run-time.ts'

/** Something to do at a moment of a run. */
export interface PlannedEvent {
  /** Milliseconds since the start of measuring. */
  readonly at: number
  readonly name: string
  readonly run: () => unknown
}

/** The events of a run that is on. */
export interface RunningEvents {
  /** No event begins any more. Waits a while for those that did, and gives what came of them, in their order; and the names of the rest. A second call gives the same. */
  end(): Promise<{ readonly events: readonly TimelineEvent[]; readonly missed: readonly string[] }>
}

export interface EventOptions {
  readonly time: RunTime
  /** The run was aborted. */
  readonly signal: AbortSignal
}

/** Milliseconds that an event may go on after the run: a server takes a while to restart. */
const LAST_WAIT = 5000

/** Does each event at its moment, once the run's time has begun. None waits for another, and none can break the run. */
export function startEvents(planned: readonly PlannedEvent[], { time, signal }: EventOptions): RunningEvents {
  const over = new AbortController()
  const stop = AbortSignal.any([over.signal, signal])
  const order = planned.toSorted((one, other) => one.at - other.at)
  const fired: { event: TimelineEvent; settled: Promise<void> }[] = []
  const firing = fireAll()
  let ending: ReturnType<RunningEvents['end']> | undefined
  return {
    end() {
      ending ??= end()
      return ending
    },
  }

  async function end(): ReturnType<RunningEvents['end']> {
    over.abort()
    await firing
    const settled = new AbortController()
    const all = Promise.all(fired.map((one) => one.settled)).finally(() => settled.abort())
    if (fired.length > 0) await Promise.race([all, time.clock.sleep(LAST_WAIT, AbortSignal.any([settled.signal, signal]))])
    return { events: fired.map(({ event }) => event), missed: order.slice(fired.length).map(({ name }) => name) }
  }

  async function fireAll(): Promise<void> {
    for (const one of order) {
      await time.until(one.at, stop)
      if (stop.aborted) return
      fired.push(fire(one, time))
    }
  }
}

function fire({ name, run }: PlannedEvent, time: RunTime): { event: TimelineEvent; settled: Promise<void> } {
  const at = Math.max(0, time.now())
  const fired: { event: TimelineEvent; settled: Promise<void> } = { event: { name, at, state: 'unsettled' }, settled: work() }
  return fired

  async function work(): Promise<void> {
    // Not before it is noted.
    await undefined
    try {
      await run()
      fired.event = { name, at, state: 'done', duration: time.now() - at }
    } catch (error) {
      fired.event = { name, at, state: 'failed', duration: time.now() - at, error: messageOf(error) }
    }
  }
}
