import type { TestArtifact } from 'vitest'
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'
import { formatProgress } from '../report/progress-line.ts'
import { formatResult } from '../report/terminal.ts'
import { formatSummary } from '../report/terminal-summary.ts'
import { formatVerdict } from '../report/verdict-line.ts'
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
    const results = summaries.flatMap((summary) => summary.results)
    // One result was just shown whole.
    if (results.length > 1) this.#write(`\n${formatSummary(summaries, this.#run?.stream)}\n`)
    this.#spans.clear()
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
      this.#write(`\n${text}\n`)
    } else if (isVerdicts(artifact)) {
      const lines = artifact.verdicts.map((noted) => `  ${formatVerdict(noted, this.#run?.stream.paint)}`)
      this.#write(`${lines.join('\n')}\n`)
    }
  }

  #showProgress(test: TestCase, { progress }: ProgressArtifact): void {
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

function byStart(a: TestCase, b: TestCase): number {
  return (a.diagnostic()?.startTime ?? 0) - (b.diagnostic()?.startTime ?? 0)
}
