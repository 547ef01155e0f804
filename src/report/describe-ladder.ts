import { formatDuration, formatRate, formatShare, formatSize } from '../core/format.ts'
import type { LadderFigures } from '../metrics/ladder-figures.ts'
import type { LadderReport } from './model.ts'
import { outsideText } from './outside-text.ts'

/** A ladder as the table that terminal and reports show. */
export function describeLadder({ name, rows, resourcesOf }: LadderFigures): LadderReport {
  return {
    name: outsideText(name),
    titles: ['success', 'mean', 'p95', 'throughput', 'scaling', `${resourcesOf} CPU`, 'memory', 'per user'],
    levels: rows.map((row) => ({
      name: row.level,
      figures: [
        shown(row.successRate, formatShare),
        shown(row.mean, formatDuration),
        shown(row.p95, formatDuration),
        shown(row.throughput, formatRate),
        shown(row.scaling, (value) => value.toFixed(2)),
        shown(row.cpu, formatShare),
        shown(row.memory, formatSize),
        shown(row.memoryPerUser, signedSize),
      ],
    })),
  }
}

function shown(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? '–' : format(value)
}

/** Memory may also have become less. */
function signedSize(bytes: number): string {
  return bytes < 0 ? `-${formatSize(-bytes)}` : formatSize(bytes)
}
