import { messageOf } from '../core/errors.ts'
import type { Reading } from '../metrics/resource-log.ts'
import { evaluated, inspectServer } from './inspected-server.ts'
import { type InspectorSession, openInspector } from './inspector-session.ts'
import { instrumentProgram, type NodeFigures } from './instrument.ts'
import { Meter } from './meter.ts'
import type { Moment, Probe, ProbeReadings } from './probe.ts'

/**
 * Reads what a Node server knows of itself, over its inspector. Of the processes whose inspectors are given it is the one that listens: a
 * command such as `npm start` is a Node process too.
 */
export function createInspectorProbe(urls: readonly string[], open = openInspector): Probe {
  return new InspectorProbe(urls, open)
}

interface Attached {
  readonly session: InspectorSession
  /** The instrument inside of the server. */
  readonly objectId: string
}

class InspectorProbe implements Probe {
  readonly source = 'server'
  readonly #urls: readonly string[]
  readonly #open: typeof openInspector
  readonly #busy = new Meter()
  readonly #collecting = new Meter()
  #attached: Attached | undefined
  #isOver = false

  constructor(urls: readonly string[], open: typeof openInspector) {
    this.#urls = urls
    this.#open = open
  }

  async read(moment: Moment): Promise<ProbeReadings> {
    if (this.#isOver) return { readings: [] }
    this.#attached ??= await this.#attach()
    const { session } = this.#attached
    if (!session.isOpen) {
      // Its next life has another address.
      this.#isOver = true
      return { readings: [], events: ['the inspector of the server closed'] }
    }
    return { readings: this.#readingsOf(await this.#figures(this.#attached), moment) }
  }

  async close(): Promise<void> {
    const attached = this.#attached
    this.#isOver = true
    if (!attached?.session.isOpen) return
    await callOn(attached, 'function () { this.stop() }').catch(() => undefined)
    attached.session.close()
  }

  async #attach(): Promise<Attached> {
    const session = await inspectServer(this.#urls, this.#open)
    try {
      return { session, objectId: await install(session) }
    } catch (error) {
      session.close()
      throw new Error(`the server could not be inspected: ${messageOf(error)}`)
    }
  }

  async #figures(attached: Attached): Promise<NodeFigures> {
    return (await callOn(attached, 'function () { return this.read() }')) as NodeFigures
  }

  #readingsOf(figures: NodeFigures, moment: Moment): readonly Reading[] {
    const readings: Reading[] = []
    const add = (name: string, unit: string, value: number | undefined, kind: Reading['kind'] = 'gauge'): void => {
      if (value !== undefined) readings.push({ source: 'server', name, unit, kind, value })
    }
    const busy = this.#busy.use(figures.active, moment, figures.observed)
    const collecting = this.#collecting.use(figures.collecting, moment)
    add('loopDelay', 'ms', figures.loopDelay, 'span')
    add('busy', 'share', busy === undefined ? undefined : Math.min(1, busy), 'span')
    add('heap', 'bytes', figures.heap)
    add('external', 'bytes', figures.external)
    // One that began before a reading may end after it, and counts where it ends.
    add('gc', 'share', collecting === undefined ? undefined : Math.min(1, collecting), 'span')
    add('gcPause', 'ms', figures.longestCollection, 'span')
    return readings
  }
}

async function install(session: InspectorSession): Promise<string> {
  const { result } = evaluated(await session.call('Runtime.evaluate', { expression: instrumentProgram }))
  return result.objectId as string
}

async function callOn({ session, objectId }: Attached, functionDeclaration: string): Promise<unknown> {
  const answer = await session.call('Runtime.callFunctionOn', { objectId, functionDeclaration, returnByValue: true })
  return evaluated(answer).result.value
}
