import { join } from 'node:path'
import { nearest } from '../../core/nearest.ts'
import type { Command } from '../command.ts'
import { readMeasured } from '../read-input.ts'
import { reportFormats } from '../report-formats.ts'
import { UsageError } from '../usage-error.ts'
import { writeFiles } from '../write-files.ts'

/** `vitest-load report`: renders stored runs again. */
export const reportCommand: Command = {
  name: 'report',
  summary: 'render stored results again, several as one report',
  operands: '<result.json or _stats.csv…>',
  options: {
    format: { value: 'html,json', description: `${Object.keys(reportFormats).join(', ')}, or several; html unless given` },
    out: { value: 'dir', description: 'where to write to; the current directory unless given' },
  },
  examples: [
    'vitest-load report .vitest/load/*_result.json',
    'vitest-load report run_stats.csv --out reports',
    'vitest-load report result.json --format html,text --out reports',
  ],
  run(given, terminal) {
    const formats = parseFormats(given.value('format') ?? 'html')
    const inputs = readMeasured(given.operands)
    const directory = given.value('out') ?? '.'
    const now = new Date()
    const files = formats
      .flatMap((format) => reportFormats[format]?.(inputs, now) ?? [])
      .map(({ name, text }) => ({ path: join(directory, name), text }))
    writeFiles(files)
    for (const { path } of files) terminal.print(path)
    return 0
  },
}

function parseFormats(text: string): readonly string[] {
  const known = Object.keys(reportFormats)
  const formats = [...new Set(text.split(',').map((format) => format.trim()))]
  const unknown = formats.find((format) => !known.includes(format))
  if (unknown === undefined) return formats
  const near = nearest(unknown, known)
  const help = near === undefined ? `known are ${known.map((one) => `'${one}'`).join(', ')}` : `did you mean '${near}'?`
  throw new UsageError(`Unknown format '${unknown}': ${help}`)
}
