import { analyzeInput } from '../analyze-input.ts'
import type { Command } from '../command.ts'
import { formatAnalysis } from '../format-analysis.ts'
import { readMeasured } from '../read-input.ts'
import { parseRunLimits } from '../run-limit.ts'

/** `vitest-load analyze`: grades, findings and limits of stored runs. */
export const analyzeCommand: Command = {
  name: 'analyze',
  summary: 'say what results mean: grades, findings with what to do, and limits',
  operands: '<result.json or _stats.csv…>',
  options: {
    max: {
      value: 'p95=200ms',
      isRepeatable: true,
      description: 'the most that p50, p75, p90, p95, p99, p99.9, mean, max or errors may be',
    },
    min: { value: 'rate=100/s', isRepeatable: true, description: 'the least that rate, success or requests may be' },
    json: { description: 'print JSON' },
  },
  examples: [
    'vitest-load analyze .vitest/load/*_result.json',
    'vitest-load analyze run_stats.csv --json --max p95=200ms --max errors=1% --min rate=100/s',
  ],
  run(given, terminal) {
    const limits = parseRunLimits(given.values('max'), given.values('min'))
    const analyses = readMeasured(given.operands).map((input) => analyzeInput(input, limits))
    const passed = analyses.every((analysis) => analysis.limits.every(({ state }) => state === 'pass'))
    if (given.has('json')) terminal.print(JSON.stringify({ schemaVersion: 1, passed, results: analyses }, undefined, 2))
    else terminal.print(analyses.map((analysis) => formatAnalysis(analysis, terminal)).join('\n\n\n'))
    return passed ? 0 : 1
  },
}
