import type { TestArtifact } from 'vitest'
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'
import type { Progress } from '../metrics/progress.ts'
import { plain } from '../report/paint.ts'
import { printable } from '../report/printable.ts'
import { formatProgress } from '../report/progress-line.ts'
import { formatResult } from '../report/terminal.ts'
import { formatSummary } from '../report/terminal-summary.ts'
import { formatVerdict } from '../report/verdict-line.ts'
import type { NotedVerdict } from '../verdict/noted.ts'
import { dropArtifact, isProgress, isResult, isVerdicts, type ProgressArtifact } from '../vitest/artifact.ts'
import { type Takeover, takeOverInterrupts } from './interrupt.ts'
import { type ReportStream, reportStream } from './report-stream.ts'
import { readResult, summarizeTests } from './tests.ts'

/** Milliseconds of a load between two lines of progress. */
const PROGRESS_EVERY = 5000

/** Shows load tests while they run, what each of them measured, and all of them at the end. Prints nothing about other tests. */
export class LoadReporter implements Reporter {
  #run: { readonly vitest: Vitest; readonly stream: ReportStream } | undefined
  #takeover: Takeover | undefined
  readonly #shown = new WeakSet<TestArtifact>()
  /** By test: in which span of `PROGRESS_EVERY` its last line of progress was. */
  readonly #spans = new Map<string, number>()
  /** By test: the name of what was shown last, which its verdicts need not repeat. */
  readonly #subjects = new Map<string, string>()

  onInit(vitest: Vitest): void {
    this.#run = { vitest, stream: reportStream(vitest) }
  }

  onTestModuleQueued({ project }: TestModule): void {
    if (this.#run === undefined || !('vitest-load' in project.getProvidedContext())) return
    this.#takeover ??= takeOverInterrupts(this.#run.vitest, () => {
      this.#write('\n  Stopping the load, to report what was measured so far. Ctrl-C again kills it.\n')
    })
  }

  onTestCaseArtifactRecord(test: TestCase, artifact: TestArtifact): void {
    if (isProgress(artifact)) {
      dropArtifact(test, artifact)
      this.#showProgress(test, artifact)
    } else {
      this.#show(test, artifact)
    }
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]).sort(byStart)
    // Those of merged reports were not seen live.
    for (const test of tests) for (const artifact of test.artifacts()) this.#show(test, artifact)
    const summaries = summarizeTests(tests)
    const lines = summaries.reduce((sum, { results }) => sum + Math.max(1, results.length), 0)
    // One result alone was just shown whole.
    if (lines > 1 && summaries.some(({ results }) => results.length > 0))
      this.#write(`\n${formatSummary(summaries, this.#run?.stream)}\n`)
    this.#spans.clear()
    this.#subjects.clear()
    this.#takeover?.end()
    this.#takeover = undefined
  }

  #show(test: TestCase, artifact: TestArtifact): void {
    if (this.#shown.has(artifact)) return
    this.#shown.add(artifact)
    if (isResult(artifact)) {
      const result = readResult(artifact)
      const text =
        typeof result === 'string' ? `  ${result}` : formatResult(result, { ...this.#run?.stream, title: test.fullName })
      this.#subjects.set(test.id, typeof result === 'string' ? '' : result.name)
      this.#write(`\n${text}\n`)
    } else if (isVerdicts(artifact)) {
      this.#write(`${this.#formatVerdicts(test, artifact.verdicts)}\n`)
    }
  }

  #formatVerdicts(test: TestCase, verdicts: readonly NotedVerdict[]): string {
    const { paint = plain, width = 120 } = this.#run?.stream ?? {}
    const subject = this.#subjects.get(test.id)
    const lines = verdicts.flatMap((noted) => formatVerdict(noted, { paint, width: width - 2, subject: subject ?? '' }))
    // On a result of `beforeAll`, which was shown with another test.
    const heading = subject === undefined ? `\n  ${paint('bold', printable(test.fullName))}\n` : ''
    return heading + lines.map((line) => `  ${line}`).join('\n')
  }

  #showProgress(test: TestCase, { progress }: ProgressArtifact): void {
    if (isJustStopping(progress)) return
    const span = Math.floor(progress.elapsed / PROGRESS_EVERY)
    const isFirst = !this.#spans.has(test.id)
    if (this.#spans.get(test.id) === span) return
    this.#spans.set(test.id, span)
    // A load that has just begun has nothing to say yet.
    if (!isFirst && span !== 0) this.#write(formatProgress(test.fullName, progress, this.#run?.stream))
  }

  #write(text: string): void {
    this.#run?.stream.write(text)
  }
}

/** Most loads stop within milliseconds: that is worth no line. */
function isJustStopping({ phase, elapsed, planned = 0 }: Progress): boolean {
  return phase === 'stopping' && elapsed - planned <= 1000
}

function byStart(a: TestCase, b: TestCase): number {
  return (a.diagnostic()?.startTime ?? 0) - (b.diagnostic()?.startTime ?? 0)
}
