import { Bench } from 'tinybench'
import { benchmark } from 'vitest-load'
import { median } from './median.ts'

/** What `benchmark` adds to tinybench: the same empty function by both, in turns, in one process. Below 2 % is good. */

const ROUNDS = 9
const MOST = 0.02

const empty = (): void => {}

async function byTinybench(): Promise<number> {
  const bench = new Bench({ time: 200, warmupTime: 50, retainSamples: true })
  bench.add('empty', empty)
  await bench.run()
  const { result } = bench.tasks[0] as (typeof bench.tasks)[number]
  if (result.state !== 'completed') throw new Error(`Expected tinybench to complete, got ${result.state}`)
  return result.latency.mean
}

async function byUs(): Promise<number> {
  const { latency } = await benchmark('empty', empty, { time: 200, warmUp: 50 })
  return latency.mean
}

// What is compiled, and the memory that all take, is the same for both then.
await byTinybench()
await byUs()
const pairs: { readonly bare: number; readonly ours: number }[] = []
for (let round = 0; round < ROUNDS; round += 1) {
  // The first of two is not always the same.
  const first = round % 2 === 0
  const one = await (first ? byTinybench() : byUs())
  const other = await (first ? byUs() : byTinybench())
  pairs.push(first ? { bare: one, ours: other } : { bare: other, ours: one })
}
const nanoseconds = (milliseconds: number): string => `${(milliseconds * 1e6).toFixed(1)} ns`
const bare = median(pairs.map((pair) => pair.bare))
const ours = median(pairs.map((pair) => pair.ours))
const overhead = median(pairs.map((pair) => pair.ours / pair.bare)) - 1
process.stdout.write(
  `an empty function: tinybench ${nanoseconds(bare)}, benchmark ${nanoseconds(ours)}; overhead ${(overhead * 100).toFixed(2)} %\n`,
)
if (overhead >= MOST) {
  process.stderr.write(`Expected an overhead below ${MOST * 100} %\n`)
  process.exitCode = 1
}
