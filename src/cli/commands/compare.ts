import { type ComparisonLimits, parseComparisonLimits } from '../../baseline/comparison-limits.ts'
import { parseSimulatedChanges, simulateRun } from '../../baseline/simulate-run.ts'
import { printable } from '../../report/printable.ts'
import { regressionMarkdown } from '../../report/regression-markdown.ts'
import type { Arguments } from '../arguments.ts'
import type { Command } from '../command.ts'
import { compare, compareRuns, type RunComparisons } from '../compare-runs.ts'
import { formatComparison } from '../format-comparison.ts'
import { type ReadBaseline, readBaselines } from '../read-baselines.ts'
import { readCurrents } from '../read-currents.ts'
import { readRegressed } from '../read-regressed.ts'
import { UsageError } from '../usage-error.ts'
import { writeFiles } from '../write-files.ts'

/** `vitest-load compare`: holds runs against their baselines. */
export const compareCommand: Command = {
  name: 'compare',
  summary: 'compare runs with their baselines, and fail where one became worse',
  operands: '<result.json, _stats.csv or directory…> <baseline.json or directory>',
  options: {
    max: {
      value: 'p95=10%',
      isRepeatable: true,
      description:
        'by how much mean, median, p95, p99, errors or rate may become worse, or none; p95=10% and errors=0.1pt unless given',
    },
    md: { value: 'file', description: 'write a Markdown report' },
    json: { description: 'print JSON' },
    confirm: {
      value: 'file',
      description: 'judge only services that were worse in an earlier comparison, as its --json printed it',
    },
    simulate: {
      value: 'p95=20%',
      isRepeatable: true,
      description: 'make up the runs from the baselines, changed by this: a rehearsal that names baselines alone',
    },
  },
  examples: [
    'vitest-load compare gateway_stats.csv baselines/gateway.json',
    'vitest-load compare .vitest/load tests/load/__baselines__',
    'vitest-load compare results baselines --max p95=20% --max rate=10% --md regression.md',
    'vitest-load compare again baselines --confirm regression.json --md confirmed.md',
    'vitest-load compare baselines --simulate p95=25% --simulate errors=1pt --md rehearsal.md',
  ],
  run(given, terminal) {
    const limits = parseComparisonLimits(given.values('max'))
    const isSimulated = given.has('simulate')
    const runs = isSimulated ? simulatedRuns(given) : measuredRuns(given.operands)
    const first = given.value('confirm')
    const { currents, baselines, notes: omissions } = first === undefined ? runs : ofServices(runs, readRegressed(first))
    if (baselines.length === 0) {
      terminal.print(`Nothing to confirm: ${first} tells of no service that became worse and has a baseline`)
      return 0
    }
    const { comparisons, notes: unmatched } = (isSimulated ? compareInPairs : compareRuns)(currents, baselines, limits)
    const notes = [...omissions, ...unmatched]
    const isRegression = comparisons.some((comparison) => comparison.isRegression)
    const md = given.value('md')
    if (md !== undefined) writeFiles([{ path: md, text: regressionMarkdown({ comparisons, limits, notes, isSimulated }) }])
    if (given.has('json')) {
      terminal.print(JSON.stringify({ schemaVersion: 1, isRegression, isSimulated, comparisons, notes }, undefined, 2))
    } else {
      if (isSimulated) terminal.print('Simulated: made up from the baselines, nothing was measured.\n')
      terminal.print(comparisons.map((comparison) => formatComparison(comparison, terminal)).join('\n\n'))
      for (const note of notes) terminal.print(`! ${printable(note)}`)
    }
    return isRegression ? 1 : 0
  },
}

/** A single run is that of a single baseline, whatever they are called. */
function ofServices({ currents, baselines }: Runs, services: ReadonlySet<string>): Runs {
  const isOf = ({ summary, matched }: ReadBaseline): boolean =>
    services.has(summary.service) || services.has(matched?.result ?? '')
  const isPair = currents.length === 1 && baselines.length === 1
  return { currents: isPair ? currents : currents.filter(isOf), baselines: baselines.filter(isOf), notes: [] }
}

interface Runs {
  readonly currents: readonly ReadBaseline[]
  readonly baselines: readonly ReadBaseline[]
  readonly notes: readonly string[]
}

function measuredRuns(operands: readonly string[]): Runs {
  const baseline = operands.at(-1)
  if (operands.length < 2 || baseline === undefined) throw new UsageError('Expected runs and a baseline, got one operand alone')
  return { ...readCurrents(operands.slice(0, -1)), baselines: readBaselines([baseline]) }
}

/** Each with its own, as a rehearsal is. */
function compareInPairs(
  currents: readonly ReadBaseline[],
  baselines: readonly ReadBaseline[],
  limits: ComparisonLimits,
): RunComparisons {
  const comparisons = currents.map((current, index) => compare(current, (baselines[index] as ReadBaseline).summary, limits))
  return { comparisons, notes: [] }
}

function simulatedRuns(given: Arguments): Runs {
  const changes = parseSimulatedChanges(given.values('simulate'))
  const baselines = readBaselines(given.operands)
  const currents = baselines.map((one) => ({ ...one, summary: simulateRun(one.summary, changes) }))
  return { currents, baselines, notes: [] }
}
