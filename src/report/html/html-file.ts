import type { Report } from '../model.ts'
import { renderHtml } from './html.ts'

/** A file to be written into the directory of reports. */
export interface ReportFile {
  readonly name: string
  readonly text: string
}

/** The page of a run as a file, named after the time of the report: `2026-03-14T09-45-00_report.html`. */
export function htmlFile(report: Report): ReportFile {
  const time = report.createdAt.slice(0, 19).replaceAll(':', '-')
  return { name: `${time}_report.html`, text: renderHtml(report) }
}
