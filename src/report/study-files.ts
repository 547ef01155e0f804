import type { Study } from '../metrics/study.ts'
import type { ReportFile } from './report-file.ts'

/** The files of a benchmark or a search for a capacity; `stem` is how their names begin, see `fileStem`. */
export function studyFiles(study: Study, stem: string): ReportFile[] {
  return [{ name: `${stem}_${study.kind}.json`, text: `${JSON.stringify(study)}\n` }]
}
