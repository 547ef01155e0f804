import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { TestCase } from 'vitest/node'
import type { KeptCapture } from '../metrics/kept-capture.ts'
import type { LadderFigures } from '../metrics/ladder-figures.ts'
import type { Progress } from '../metrics/progress.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { Study } from '../metrics/study.ts'
import { describeCapture } from '../report/describe-capture.ts'
import { describeStudy } from '../report/describe-study.ts'
import { plain } from '../report/paint.ts'
import { printable } from '../report/printable.ts'
import { formatProgress } from '../report/progress-line.ts'
import { formatResult } from '../report/terminal.ts'
import { formatLadder } from '../report/terminal-ladder.ts'
import { formatLive } from '../report/terminal-live.ts'
import { formatStudy } from '../report/terminal-study.ts'
import { formatSummary, type TestSummary } from '../report/terminal-summary.ts'
import { formatVerdict } from '../report/verdict-line.ts'
import type { NotedVerdict } from '../verdict/noted.ts'
import { LiveWindow } from './live-window.ts'
import type { ReportStream } from './report-stream.ts'

/** Milliseconds of a load between two lines of progress. */
const PROGRESS_EVERY = 5000

/** What the terminal shows of loads: how far they are, what each of them measured, and all of them at the end. */
export class TerminalView {
  readonly #stream: ReportStream
  readonly #window: LiveWindow | undefined
  readonly #log: (test: TestCase, text: string) => void
  /** By test: in which span of `PROGRESS_EVERY` its last line of progress was. */
  readonly #spans = new Map<string, number>()
  /** By test: the name of what was shown last, which its verdicts need not repeat. */
  readonly #subjects = new Map<string, string>()

  /** `log` gets all that is shown of a test, without colours. */
  constructor(stream: ReportStream, log: (test: TestCase, text: string) => void) {
    this.#stream = stream
    this.#window = stream.terminal && new LiveWindow(stream.terminal)
    this.#log = log
  }

  showProgress(test: TestCase, progress: Progress): void {
    const { paint, width } = this.#stream
    this.#window?.show(formatLive(test.fullName, progress, { paint, width }))
    if (isJustStopping(progress) || !this.#isDue(test, progress)) return
    if (this.#window === undefined) this.#write(test, formatProgress(test.fullName, progress, this.#stream))
    else this.#log(test, formatProgress(test.fullName, progress))
  }

  /** `result` is the sentence why, where it could not be read. */
  showResult(test: TestCase, result: LoadResult | string): void {
    this.#window?.close()
    const isRead = typeof result !== 'string'
    const { paint, width } = this.#stream
    const text = isRead
      ? formatResult(result, { paint, width, title: test.fullName, findings: result.findings })
      : `  ${printable(result)}`
    this.#subjects.set(test.id, isRead ? result.name : '')
    this.#write(test, `\n${text}\n`)
  }

  showStudy(test: TestCase, study: Study): void {
    this.#window?.close()
    const { paint, width } = this.#stream
    this.#subjects.set(test.id, study.name)
    this.#write(test, `\n${formatStudy(describeStudy(study), { paint, width, title: test.fullName })}\n`)
  }

  showVerdicts(test: TestCase, verdicts: readonly NotedVerdict[]): void {
    const { paint = plain, width = 120 } = this.#stream
    const subject = this.#subjects.get(test.id)
    const lines = verdicts.flatMap((noted) => formatVerdict(noted, { paint, width: width - 2, subject: subject ?? '' }))
    // On a result of `beforeAll`, which was shown with another test.
    const heading = subject === undefined ? `\n  ${paint('bold', printable(test.fullName))}\n` : ''
    this.#write(test, `${heading}${lines.map((line) => `  ${line}`).join('\n')}\n`)
  }

  showLadder(test: TestCase, ladder: LadderFigures): void {
    const { paint = plain, width = 120 } = this.#stream
    const lines = formatLadder(ladder, width - 2, paint)
    this.#write(test, `${lines.map((line) => `  ${line}`).join('\n')}\n`)
  }

  /** `folder` is where it lies. */
  showCapture(test: TestCase, capture: KeptCapture, folder: string): void {
    const described = describeCapture(capture)
    if ('file' in described) {
      this.#write(test, `  ${described.title}  ${relative(process.cwd(), join(folder, described.file))}\n`)
    } else {
      const text = printable(`! ${described.title} was not kept: ${described.problem}`)
      this.#write(test, `  ${this.#stream.paint('yellow', text)}\n`)
    }
  }

  /** A test is over: also one whose load told of its progress and never ended. */
  endTest(): void {
    this.#window?.close()
  }

  /** The end of the run. One result alone was just shown whole. */
  showSummary(summaries: readonly TestSummary[]): void {
    this.#window?.close()
    this.#spans.clear()
    this.#subjects.clear()
    const lines = summaries.reduce((sum, { results }) => sum + Math.max(1, results.length), 0)
    if (lines > 1 && summaries.some(({ results }) => results.length > 0))
      this.#stream.write(`\n${formatSummary(summaries, this.#stream)}\n`)
  }

  /** Lines about the run, not of one test. */
  write(text: string): void {
    this.#stream.write(text)
  }

  warn(message: string): void {
    this.#stream.write(`  ${this.#stream.paint('yellow', `! ${printable(message)}`)}`)
  }

  #write(test: TestCase, text: string): void {
    this.#stream.write(text)
    this.#log(test, stripVTControlCharacters(text))
  }

  /** A load that has just begun has nothing to say yet. */
  #isDue(test: TestCase, { elapsed }: Progress): boolean {
    const span = Math.floor(elapsed / PROGRESS_EVERY)
    const isFirst = !this.#spans.has(test.id)
    if (this.#spans.get(test.id) === span) return false
    this.#spans.set(test.id, span)
    return !isFirst && span !== 0
  }
}

/** Most loads stop within milliseconds: that is worth no line. */
function isJustStopping({ phase, elapsed, planned = 0 }: Progress): boolean {
  return phase === 'stopping' && elapsed - planned <= 1000
}
