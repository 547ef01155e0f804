import { fileTime } from '../file-name.ts'
import type { Report } from '../model.ts'
import type { ReportFile } from '../report-file.ts'
import { renderHtml } from './html.ts'

/** The page of a run as a file, named after the time of the report: `2026-03-14T09-45-00_report.html`. */
export function htmlFile(report: Report): ReportFile {
  return { name: `${fileTime(report.createdAt)}_report.html`, text: renderHtml(report) }
}
