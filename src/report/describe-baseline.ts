import type { Baseline } from '../baseline/baseline.ts'
import { decodeBlocks } from '../baseline/baseline-blocks.ts'
import { existing } from '../core/existing.ts'
import { mergeDistributions } from '../stats/histogram.ts'
import { summarize } from '../stats/summary.ts'
import { percentileCurve } from './distributions.ts'
import type { BaselineReport } from './model.ts'
import { outsideText } from './outside-text.ts'
import { rounded } from './rounded.ts'

/** What a report draws of a baseline behind the result that was compared with it: its newest run. */
export function describeBaseline(baseline: Baseline): BaselineReport {
  const [{ time, whole }] = baseline.runs
  const blocks = decodeBlocks(baseline)
  const last = blocks.at(-1)
  const { rate, mean, p50, p90, p95, p99, max } = whole
  const latency = summarize(mergeDistributions(blocks.flatMap((block) => block.latency ?? [])))
  return {
    name: outsideText(`baseline of ${time.slice(0, 10)}`),
    total: existing({ rate, mean, p50, p90, p95, p99, max }),
    timeline: {
      at: blocks.map(({ at }) => at),
      end: last === undefined ? 0 : last.at + last.duration,
      throughput: blocks.map(({ requests, failures, duration }) => rounded((requests - failures) / (duration / 1000))),
      p95: blocks.map((block) => {
        const { p95: value } = summarize(block.latency)
        return value === undefined ? null : rounded(value)
      }),
    },
    latency: percentileCurve(latency),
  }
}
