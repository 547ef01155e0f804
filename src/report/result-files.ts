import type { LoadResult } from '../metrics/result.ts'
import { failuresCsv } from './failures-csv.ts'
import { percentileLog } from './percentile-log.ts'
import type { ReportFile } from './report-file.ts'
import { statsCsv } from './stats-csv.ts'
import { statsHistoryCsv } from './stats-history-csv.ts'

/** All files of one result; `stem` is how their names begin, see `fileStem`. */
export function resultFiles(result: LoadResult, stem: string): ReportFile[] {
  return [
    { name: `${stem}_result.json`, text: `${JSON.stringify(result)}\n` },
    { name: `${stem}_stats.csv`, text: statsCsv(result) },
    { name: `${stem}_stats_history.csv`, text: statsHistoryCsv(result) },
    { name: `${stem}_failures.csv`, text: failuresCsv(result) },
    { name: `${stem}_percentiles.hgrm`, text: percentileLog(result.latency) },
  ]
}
