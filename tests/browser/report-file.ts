import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { renderHtml } from '../../src/report/html/html.ts'
import type { Report } from '../../src/report/model.ts'

/** Writes a report into a directory of its own, and gives its address. */
export function writeReport(report: Report): string {
  const file = join(mkdtempSync(join(tmpdir(), 'vitest-load-report-')), 'report.html')
  writeFileSync(file, renderHtml(report))
  return pathToFileURL(file).href
}
