/** What a Node process tells of itself. Times in milliseconds, sizes in bytes. */
export interface NodeFigures {
  /** Since the reading before; `undefined` where the loop came to nothing meanwhile. */
  readonly loopDelay: number | undefined
  /** Running totals of the event loop: the time in which it was at work, and all. */
  readonly active: number
  readonly observed: number
  readonly heap: number
  readonly external: number
  /** Running total of the time that collecting garbage took. */
  readonly collecting: number
  /** The longest collection since the reading before. */
  readonly longestCollection: number
}

interface Instrument {
  read(): NodeFigures
  stop(): void
}

/**
 * The program, as text, that makes an `Instrument` inside of another Node process. It leaves nothing behind in that process but what it
 * returns.
 */
export const instrumentProgram = `(${instrument})()`

// Its text runs elsewhere: it must use nothing of this file.
function instrument(): Instrument {
  const { monitorEventLoopDelay, performance, PerformanceObserver } = process.getBuiltinModule('node:perf_hooks')
  // The delay is measured by a timer, whose own time is in each value.
  const resolution = 10
  const delay = monitorEventLoopDelay({ resolution })
  let collecting = 0
  let longestCollection = 0
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      collecting += duration
      longestCollection = Math.max(longestCollection, duration)
    }
  })
  delay.enable()
  observer.observe({ entryTypes: ['gc'] })
  return {
    read() {
      const { active, idle } = performance.eventLoopUtilization()
      const { heapUsed, external } = process.memoryUsage()
      const figures = {
        loopDelay: delay.count === 0 ? undefined : Math.max(0, delay.percentile(99) / 1e6 - resolution),
        active,
        observed: active + idle,
        heap: heapUsed,
        external,
        collecting,
        longestCollection,
      }
      delay.reset()
      longestCollection = 0
      return figures
    },
    stop() {
      delay.disable()
      observer.disconnect()
    },
  }
}
