/** A file to be written into the directory of reports. */
export interface ReportFile {
  readonly name: string
  readonly text: string
}
