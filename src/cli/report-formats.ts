import { analyze } from '../analysis/analyze.ts'
import { analyzeLocust } from '../analysis/analyze-locust.ts'
import { fileSlug } from '../core/file-slug.ts'
import { InputError } from '../core/input-error.ts'
import type { Finding } from '../metrics/finding.ts'
import type { LoadResult } from '../metrics/result.ts'
import { createReport } from '../report/create-report.ts'
import { describeLocust } from '../report/describe-locust.ts'
import { describeResult } from '../report/describe-result.ts'
import { htmlFile } from '../report/html/html-file.ts'
import type { FindingReport, Report } from '../report/model.ts'
import { formatResult } from '../report/terminal.ts'
import type { MeasuredInput } from './read-input.ts'

interface RenderedFile {
  readonly name: string
  readonly text: string
}

/** What a report can be rendered as, each from all runs at once. */
export const reportFormats: Readonly<Record<string, (inputs: readonly MeasuredInput[], now: Date) => readonly RenderedFile[]>> = {
  html: (inputs, now) => [htmlFile(reportOf(inputs, now))],
  json: (inputs) => ofEachResult(inputs, 'json', '_result.json', (result) => `${JSON.stringify(result)}\n`),
  text: (inputs) => ofEachResult(inputs, 'text', '.txt', (result) => `${formatResult(result)}\n`),
}

function reportOf(inputs: readonly MeasuredInput[], createdAt: Date): Report {
  const tests = inputs.map((input) => {
    const described =
      input.kind === 'result'
        ? describeResult(input.result, { findings: analyze(input.result).map(findingOf) })
        : describeLocust(input.run, analyzeLocust(input.run).map(findingOf))
    const isAborted = described.outcome.state === 'aborted'
    return { name: described.name, state: isAborted ? 'failed' : 'passed', results: [described], verdicts: [] } as const
  })
  return createReport(tests, { createdAt })
}

function findingOf({ code, severity, message, recommendation }: Finding): FindingReport {
  return { code, severity: severity === 'problem' ? 'critical' : severity, message, recommendation }
}

/** A file for each result; results of one time and name get a number. */
function ofEachResult(
  inputs: readonly MeasuredInput[],
  format: string,
  ending: string,
  render: (result: LoadResult) => string,
): RenderedFile[] {
  const taken = new Map<string, number>()
  return inputs.map((input) => {
    if (input.kind === 'locust') {
      throw new InputError(
        { file: input.file },
        `expected a result for the format '${format}'; of Locust's files only 'html' is made`,
      )
    }
    const { name, startedAt } = input.result
    const stem = `${fileSlug(startedAt.slice(0, 19))}_${fileSlug(name)}`
    const earlier = taken.get(stem) ?? 0
    taken.set(stem, earlier + 1)
    return { name: `${stem}${earlier === 0 ? '' : `-${earlier + 1}`}${ending}`, text: render(input.result) }
  })
}
