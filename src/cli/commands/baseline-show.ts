import { storeSummary } from '../../baseline/stored-summary.ts'
import { baselineCells, baselineOrigin, baselinesMarkdown, baselineTitles } from '../../report/baselines-markdown.ts'
import { printable } from '../../report/printable.ts'
import { layOut, type Row } from '../../report/table.ts'
import type { Command } from '../command.ts'
import { type ReadBaseline, readBaselines } from '../read-baselines.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { writeFiles } from '../write-files.ts'

/** `vitest-load baseline show`: baselines as tables, or as a document. */
export const baselineShowCommand: Command = {
  name: 'baseline show',
  summary: 'show baselines as tables, or as a document',
  operands: '<baseline.json or directory…>',
  options: {
    md: { description: 'as Markdown: the document of baselines' },
    json: { description: 'as JSON' },
    out: { value: 'file', description: 'write to a file instead; with --md or --json' },
  },
  examples: [
    'vitest-load baseline show baselines',
    'vitest-load baseline show tests/load/__baselines__',
    'vitest-load baseline show baselines --md --out docs/baselines.md',
  ],
  run(given, terminal) {
    if (given.has('md') && given.has('json')) throw new UsageError('Expected one of --md and --json, got both')
    const out = given.value('out')
    if (out !== undefined && !given.has('md') && !given.has('json')) throw new UsageError('Expected --md or --json with --out')
    const baselines = readBaselines(given.operands)
    const summaries = baselines.map(({ summary }) => summary)
    const text = given.has('md')
      ? baselinesMarkdown(summaries).trimEnd()
      : given.has('json')
        ? JSON.stringify(
            summaries.map((summary) => JSON.parse(storeSummary(summary)) as unknown),
            undefined,
            2,
          )
        : baselines.map((baseline) => formatBaseline(baseline, terminal)).join('\n\n')
    if (out === undefined) terminal.print(text)
    else {
      writeFiles([{ path: out, text: `${text}\n` }])
      terminal.print(out)
    }
    return 0
  },
}

function formatBaseline({ file, summary }: ReadBaseline, { paint, width }: Terminal): string {
  const { service, endpoints, total } = summary
  const rows: Row[] = [
    ['', ...baselineTitles].map((text) => ({ text, style: 'dim' as const })),
    ...[...endpoints, { name: 'all requests', ...total }].map((row) => [row.name, ...baselineCells(row)]),
  ]
  return [
    `${paint('bold', printable(service))}  ${paint('dim', printable(file))}`,
    paint('dim', printable(baselineOrigin(summary))),
    ...layOut(rows, width, paint),
  ].join('\n')
}
