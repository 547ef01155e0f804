import { analyzeLocust } from '../analysis/analyze-locust.ts'
import { InputError } from '../core/input-error.ts'
import type { LoadResult } from '../metrics/result.ts'
import { createReport } from '../report/create-report.ts'
import { describeLocust } from '../report/describe-locust.ts'
import { describeResult } from '../report/describe-result.ts'
import { describeFinding, extrasOf } from '../report/extras.ts'
import { failuresCsv } from '../report/failures-csv.ts'
import { fileStem } from '../report/file-name.ts'
import { htmlFile } from '../report/html/html-file.ts'
import { markdownFile } from '../report/markdown.ts'
import type { Report } from '../report/model.ts'
import { percentileLog } from '../report/percentile-log.ts'
import type { ReportFile } from '../report/report-file.ts'
import { statsCsv } from '../report/stats-csv.ts'
import { statsHistoryCsv } from '../report/stats-history-csv.ts'
import { formatResult } from '../report/terminal.ts'
import type { MeasuredInput } from './read-input.ts'

/** What a report can be rendered as, each from all runs at once. */
export const reportFormats: Readonly<Record<string, (inputs: readonly MeasuredInput[], now: Date) => readonly ReportFile[]>> = {
  html: (inputs, now) => [htmlFile(reportOf(inputs, now))],
  md: (inputs, now) => [markdownFile(reportOf(inputs, now))],
  csv: (inputs) => [
    ...ofEachResult(inputs, 'csv', '_stats.csv', statsCsv),
    ...ofEachResult(inputs, 'csv', '_stats_history.csv', statsHistoryCsv),
    ...ofEachResult(inputs, 'csv', '_failures.csv', failuresCsv),
  ],
  hgrm: (inputs) => ofEachResult(inputs, 'hgrm', '_percentiles.hgrm', ({ latency }) => percentileLog(latency)),
  json: (inputs) => ofEachResult(inputs, 'json', '_result.json', (result) => `${JSON.stringify(result)}\n`),
  text: (inputs) => ofEachResult(inputs, 'text', '.txt', (result) => `${formatResult(result)}\n`),
}

function reportOf(inputs: readonly MeasuredInput[], createdAt: Date): Report {
  const tests = inputs.map((input) => {
    const described =
      input.kind === 'result'
        ? describeResult(input.result, extrasOf(input.result))
        : describeLocust(input.run, analyzeLocust(input.run).map(describeFinding))
    const isAborted = described.outcome.state === 'aborted'
    return { name: described.name, state: isAborted ? 'failed' : 'passed', results: [described], verdicts: [] } as const
  })
  return createReport(tests, { createdAt })
}

/** A file for each result; results of one time and name get a number. */
function ofEachResult(
  inputs: readonly MeasuredInput[],
  format: string,
  ending: string,
  render: (result: LoadResult) => string,
): ReportFile[] {
  const taken = new Map<string, number>()
  return inputs.map((input) => {
    if (input.kind === 'locust') {
      throw new InputError(
        { file: input.file },
        `expected a result for the format '${format}'; of Locust's files only 'html' and 'md' are made`,
      )
    }
    const { name, startedAt } = input.result
    const stem = fileStem(startedAt, name)
    const earlier = taken.get(stem) ?? 0
    taken.set(stem, earlier + 1)
    return { name: `${stem}${earlier === 0 ? '' : `-${earlier + 1}`}${ending}`, text: render(input.result) }
  })
}
