import { getHeapStatistics } from 'node:v8'
import { monotonicNow } from '../core/monotonic-now.ts'

/** Where the generator's thread leaves what only itself can know of itself, for the sampler's thread to pick up. */
export interface GeneratorCell {
  readonly memory: SharedArrayBuffer
  /** Leaves the figures of this moment. It was measured to take 3 µs. */
  write(): void
}

/** What the generator's thread left last. */
export interface GeneratorState {
  /** When; milliseconds on the scale of `process.hrtime`, which all threads share. */
  readonly at: number
  /** Milliseconds for which the event loop was at work so far. */
  readonly busy: number
  /** Bytes in use. */
  readonly heap: number
}

const FIELDS = 3

/** `spun` tells the milliseconds that were spent spinning so far: the loop was not at work then. */
export function createGeneratorCell(spun: () => number): GeneratorCell {
  const memory = new SharedArrayBuffer(FIELDS * Float64Array.BYTES_PER_ELEMENT)
  const fields = new Float64Array(memory)
  return {
    memory,
    write() {
      fields[1] = performance.eventLoopUtilization().active - spun()
      fields[2] = getHeapStatistics().used_heap_size
      fields[0] = monotonicNow()
    },
  }
}

/** `undefined` where nothing was left yet. */
export function readGeneratorCell(memory: SharedArrayBuffer): GeneratorState | undefined {
  const [at = 0, busy = 0, heap = 0] = new Float64Array(memory)
  return at === 0 ? undefined : { at, busy, heap }
}
