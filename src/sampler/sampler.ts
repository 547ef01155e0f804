import type { Clock } from '../core/clock.ts'
import { messageOf } from '../core/errors.ts'
import { ResourceLog } from '../metrics/resource-log.ts'
import type { StoredResources } from '../metrics/resources.ts'
import type { Probe, ProbeReadings } from './probe.ts'

export interface SamplerOptions {
  readonly probes: readonly Probe[]
  /** Milliseconds between two readings. */
  readonly every: number
  /** Moments of the run on whose two sides no point may lie. */
  readonly cuts: readonly number[]
  readonly clock: Clock
}

/** Milliseconds that readings under way, and the last ones, may take when the run is over. */
const LAST_WAIT = 1000

/** A reading that is later than this is at the moment when it was taken, not at the one for which it was meant. */
const LATEST = 100

/** A probe, and how its readings go. */
interface Watched {
  readonly probe: Probe
  /** When it was read last. */
  last: number | undefined
  isBusy: boolean
  /** The mark of a failure that lasts. */
  failure: { readonly message: string; readonly place: number | undefined } | undefined
}

/** Reads its probes at the start and the end of a run, and at whole multiples of its time in between. */
export class Sampler {
  readonly #log: ResourceLog
  readonly #watched: readonly Watched[]
  readonly #every: number
  readonly #clock: Clock
  readonly #over = new AbortController()
  /** Readings before the run's moment 0 was known. */
  readonly #early: ((zero: number) => void)[] = []
  #zero: number | undefined
  #driving: readonly Promise<void>[] = []

  constructor({ probes, every, cuts, clock }: SamplerOptions) {
    this.#log = new ResourceLog({ every, cuts })
    this.#watched = probes.map((probe) => ({ probe, last: undefined, isBusy: false, failure: undefined }))
    this.#every = every
    this.#clock = clock
  }

  /** Takes the base reading. Never rejects. */
  async base(): Promise<void> {
    await Promise.all(this.#watched.map((one) => this.#read(one, this.#clock.now(), 0)))
  }

  /** Reads from the run's moment 0 on, which is given on the clock's scale. */
  begin(zero: number): void {
    this.#zero = zero
    for (const note of this.#early.splice(0)) note(zero)
    this.#driving = this.#watched.map((one) => this.#drive(one, zero))
  }

  /** Takes the last reading, and gives what was read. Never rejects, and does not wait for long. */
  async end(): Promise<StoredResources> {
    this.#over.abort()
    await this.#notForLong(Promise.all(this.#driving))
    const now = this.#clock.now()
    // A run that was shorter than the time between two readings has no other span.
    const isShort = now - (this.#zero ?? now) < this.#every
    const last = this.#watched.map((one) => this.#read(one, now, isShort ? 0 : this.#every / 2))
    await this.#notForLong(Promise.all(last))
    for (const { probe, isBusy, last: asked = now } of this.#watched) {
      if (isBusy) this.#note((zero) => this.#markSilence(probe, asked - zero, now - zero))
      for (const remark of probe.remarks?.() ?? []) this.#note((zero) => this.#log.mark(probe.source, remark, now - zero))
    }
    const resources = this.#log.stored()
    await this.#notForLong(Promise.allSettled(this.#watched.map(async ({ probe }) => await probe.close?.())))
    return resources
  }

  async #drive(watched: Watched, zero: number): Promise<void> {
    const every = Math.max(this.#every, watched.probe.every ?? 0)
    const { signal } = this.#over
    // From now on, where the run's time began long ago.
    for (let tick = this.#nextTick(zero, every, -1); !signal.aborted; tick = this.#nextTick(zero, every, tick)) {
      while (this.#clock.now() < zero + tick && !signal.aborted) await this.#clock.sleep(zero + tick - this.#clock.now(), signal)
      if (signal.aborted) return
      const now = this.#clock.now()
      // At 0 a span begins, however short the one before it was.
      await this.#read(watched, now - zero - tick < LATEST ? zero + tick : now, tick === 0 ? 0 : every / 2)
    }
  }

  /** The first multiple after the one before that is not over yet. */
  #nextTick(zero: number, every: number, before: number): number {
    const now = this.#clock.now() - zero
    const next = before < 0 ? 0 : before + every
    return now - next < LATEST ? next : Math.ceil(now / every) * every
  }

  async #read(watched: Watched, at: number, shortest: number): Promise<void> {
    if (watched.isBusy) return
    watched.isBusy = true
    const { last } = watched
    watched.last = at
    try {
      const readings = await watched.probe.read({ now: this.#clock.now(), shortest })
      this.#note((zero) => this.#add(watched, readings, at - zero, last === undefined ? undefined : last - zero))
    } catch (error) {
      this.#note((zero) => this.#fail(watched, messageOf(error), at - zero))
    } finally {
      watched.isBusy = false
    }
  }

  #note(note: (zero: number) => void): void {
    if (this.#zero === undefined) this.#early.push(note)
    else note(this.#zero)
  }

  #add(watched: Watched, { readings, events = [] }: ProbeReadings, at: number, before: number | undefined): void {
    watched.failure = undefined
    for (const { isNew, ...reading } of readings) {
      if (isNew && before !== undefined) this.#log.add({ ...reading, value: 0 }, before)
      this.#log.add(reading, at)
    }
    for (const event of events) this.#log.mark(watched.probe.source, event, at)
  }

  /** One mark for a failure, however long it lasts. */
  #fail(watched: Watched, message: string, at: number): void {
    if (watched.failure?.message !== message) {
      watched.failure = { message, place: this.#log.mark(watched.probe.source, message, at) }
    } else if (watched.failure.place !== undefined) this.#log.extend(watched.failure.place, at)
  }

  #markSilence({ source }: Probe, from: number, until: number): void {
    const place = this.#log.mark(source, 'no answer until the end of the run', from)
    if (place !== undefined) this.#log.extend(place, until)
  }

  async #notForLong(work: Promise<unknown>): Promise<void> {
    const done = new AbortController()
    await Promise.race([work.finally(() => done.abort()), this.#clock.sleep(LAST_WAIT, done.signal)])
  }
}
