import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { storeSummary } from '../../baseline/stored-summary.ts'
import { LoadTestError } from '../../core/errors.ts'
import { fileSlug } from '../../core/file-slug.ts'
import { InputError } from '../../core/input-error.ts'
import { printable } from '../../report/printable.ts'
import { unfitToCompare } from '../../verdict/decide.ts'
import type { Command } from '../command.ts'
import { type MeasuredInput, readInput, summaryOf } from '../read-input.ts'
import { readLatest } from '../read-latest.ts'
import { UsageError } from '../usage-error.ts'
import { writeFiles } from '../write-files.ts'

/** `vitest-load baseline save`: keeps what runs measured, a file per service. */
export const baselineSaveCommand: Command = {
  name: 'baseline save',
  summary: 'keep what runs measured as baselines, a file per service',
  operands: '<result.json, _stats.csv or directory…>',
  options: {
    service: { value: 'name', description: 'of a single run; what the file or the result calls it unless given' },
    out: { value: 'dir', description: 'where to write to; baselines unless given' },
  },
  examples: [
    'vitest-load baseline save gateway_stats.csv orders_stats.csv',
    'vitest-load baseline save .vitest/load',
    'vitest-load baseline save .vitest/load/2026-03-14T09-45-00_checkout_result.json --service checkout',
  ],
  run(given, terminal) {
    const { inputs, notes } = readLatest(given.operands)
    const service = given.value('service')
    if (service !== undefined && inputs.length > 1) {
      throw new UsageError(`Expected --service with a single run, got ${inputs.length} runs`)
    }
    const directory = given.value('out') ?? 'baselines'
    const writers = new Map<string, string>()
    const files = inputs.map((input) => {
      refuseUnsound(input)
      const summary = summaryOf(input, service)
      const path = join(directory, `${fileSlug(summary.service)}.json`)
      const other = writers.get(path)
      if (other !== undefined) {
        throw new InputError({ file: input.file }, `expected a file per service, got ${path} from ${other} too: save them apart`)
      }
      writers.set(path, input.file)
      refuseOther(path, summary.service, input)
      return { path, text: storeSummary(summary) }
    })
    writeFiles(files)
    for (const { path } of files) terminal.print(path)
    for (const note of [...notes, ...inputs.flatMap(doubtOf)]) terminal.warn(`! ${printable(note)}`)
    return 0
  },
}

/** Of Locust's runs nobody knows. */
function doubtOf(input: MeasuredInput): readonly string[] {
  const doubt = input.kind === 'result' ? unfitToCompare(input.result) : undefined
  return doubt === undefined ? [] : [`'${summaryOf(input).service}' is a poor yardstick, because ${doubt}`]
}

/** Two names may be one in the name of a file. */
function refuseOther(path: string, service: string, { file }: MeasuredInput): void {
  if (!existsSync(path)) return
  const known = serviceIn(path)
  if (known === undefined || known === service) return
  throw new InputError(
    { file },
    `expected a file per service, got '${service}', but ${path} is of '${known}': give it another --service`,
  )
}

/** What is damaged, or no baseline, may be written over. */
function serviceIn(path: string): string | undefined {
  try {
    const input = readInput(path)
    return input.kind === 'baseline' ? input.summary.service : undefined
  } catch (error) {
    if (error instanceof LoadTestError) return undefined
    throw error
  }
}

/** What ended early, was scaled or has no request says nothing that others could be held against. */
function refuseUnsound(input: MeasuredInput): void {
  const { file } = input
  const { total, scale } = summaryOf(input)
  if (total.requests === 0) throw new InputError({ file }, 'expected a run with requests, got none')
  if (scale !== 1) throw new InputError({ file }, `expected a run of its full length, got one at a scale of ${scale}`)
  if (input.kind === 'result' && input.result.outcome.state === 'aborted') {
    throw new InputError({ file }, `expected a run that was completed, got one that was aborted: ${input.result.outcome.reason}`)
  }
}
