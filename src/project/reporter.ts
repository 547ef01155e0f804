import { relative, resolve } from 'node:path'
import type { TestArtifact } from 'vitest'
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'
import { messageOf } from '../core/errors.ts'
import { createReport } from '../report/create-report.ts'
import { dropArtifact, isProgress, isResult, isVerdicts } from '../vitest/artifact.ts'
import { type Takeover, takeOverInterrupts } from './interrupt.ts'
import { addJUnitProperties } from './junit.ts'
import type { LivePage } from './live-page.ts'
import { recordHistory } from './record-history.ts'
import { reportStream } from './report-stream.ts'
import { RunFiles } from './run-files.ts'
import { TerminalView } from './terminal-view.ts'
import { finishedTest, isLoadTest, readResult, reportSettings, summarizeTests } from './tests.ts'
import { settleUnused } from './unused-baselines.ts'

/** What lasts from the start of a run to its end. */
interface Run {
  readonly view: TerminalView
  readonly files: RunFiles
}

/**
 * Shows load tests while they run, what each of them measured, and all of them at the end; writes that into files. It says nothing
 * about other tests.
 */
export class LoadReporter implements Reporter {
  #vitest: Vitest | undefined
  #run: Run | undefined
  #takeover: Takeover | undefined
  #page: Promise<LivePage | undefined> | undefined
  readonly #shown = new WeakSet<TestArtifact>()

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  async onTestModuleQueued({ project }: TestModule): Promise<void> {
    const vitest = this.#vitest
    if (vitest === undefined || !('vitest-load' in project.getProvidedContext())) return
    this.#takeover ??= takeOverInterrupts(vitest, () => {
      this.#current.view.write('\n  Stopping the load, to report what was measured so far. Ctrl-C again kills it.\n')
    })
    if (project.getProvidedContext()['vitest-load:report']?.ui) await this.#openPage()
  }

  async onTestCaseReady(test: TestCase): Promise<void> {
    if ('vitest-load' in test.project.getProvidedContext()) (await this.#page)?.showTest(test)
  }

  async onTestCaseArtifactRecord(test: TestCase, artifact: TestArtifact): Promise<void> {
    if (!isProgress(artifact)) return await this.#show(test, artifact)
    dropArtifact(test, artifact)
    this.#current.view.showProgress(test, artifact.progress)
    ;(await this.#page)?.showProgress(test, artifact.progress)
  }

  async onTestCaseResult(test: TestCase): Promise<void> {
    if (!('vitest-load' in test.project.getProvidedContext())) return
    this.#current.view.endTest()
    ;(await this.#page)?.showTest(test)
  }

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const tests = modules.flatMap((module) => [...module.children.allTests()]).sort(byStart)
    if (this.#vitest !== undefined) addJUnitProperties(this.#vitest, tests)
    // Those of merged reports were not seen live.
    for (const test of tests) for (const artifact of test.artifacts()) await this.#show(test, artifact)
    const { view } = this.#current
    view.showSummary(summarizeTests(tests))
    const mode = this.#vitest?.config.snapshotOptions.updateSnapshot
    for (const line of await settleUnused(modules.filter(isOfLoads), mode === 'all')) view.warn(line)
    await this.#finish(tests.filter(isLoadTest))
    this.#run = undefined
    this.#takeover?.end()
    this.#takeover = undefined
  }

  /** Of this run: in watch mode there are several. */
  get #current(): Run {
    const vitest = this.#vitest
    if (vitest === undefined) throw new Error('Expected Vitest to have called onInit')
    this.#run ??= startRun(vitest)
    return this.#run
  }

  async #show(test: TestCase, artifact: TestArtifact): Promise<void> {
    if (this.#shown.has(artifact)) return
    this.#shown.add(artifact)
    const { view, files } = this.#current
    if (isResult(artifact)) {
      const result = readResult(artifact)
      view.showResult(test, result)
      if (typeof result !== 'string') await files.addResult(folderOf(test), test.fullName, result)
      ;(await this.#page)?.showResult(test)
    } else if (isVerdicts(artifact)) {
      view.showVerdicts(test, artifact.verdicts)
      ;(await this.#page)?.showTest(test)
    }
  }

  /** The report over all tests, as files and as the end of the live page. */
  async #finish(tests: readonly TestCase[]): Promise<void> {
    const { view, files } = this.#current
    const [first] = tests
    const page = await this.#page
    this.#page = undefined
    if (first === undefined && page === undefined) return
    const trends = recordHistory(tests, (message) => view.warn(message))
    const report = createReport(tests.map((test) => finishedTest(test, trends)))
    if (first !== undefined) {
      const paths = await files.addReport(report, folderOf(first))
      if (paths.length > 0) view.write(`  Report  ${paths.map((path) => relative(process.cwd(), path)).join(', ')}\n`)
    }
    await page?.close(report)
  }

  /** Without a page the run goes on. */
  async #openPage(): Promise<void> {
    if (this.#page !== undefined) return
    const { view } = this.#current
    this.#page = openLivePage(() => this.#takeover?.interrupt()).catch((error: unknown) => {
      view.warn(`There is no live page: ${messageOf(error)}`)
      return undefined
    })
    const page = await this.#page
    if (page !== undefined) view.write(`\n  Live page  ${page.url}\n`)
  }
}

/** Loaded here, because most runs show none. */
async function openLivePage(stop: () => void): Promise<LivePage> {
  const { LivePage } = await import('./live-page.ts')
  return await LivePage.open(stop)
}

function startRun(vitest: Vitest): Run {
  const view: TerminalView = new TerminalView(reportStream(vitest), (test, text) => files.log(folderOf(test), text))
  const files: RunFiles = new RunFiles((message) => view.warn(message))
  return { view, files }
}

/** Where the files of a test go. */
function folderOf(test: TestCase): string {
  return resolve(test.project.vitest.config.root, reportSettings(test).outputDir)
}

function isOfLoads({ project }: TestModule): boolean {
  return 'vitest-load' in project.getProvidedContext()
}

/** One that was cancelled has no start, and comes last. */
function byStart(a: TestCase, b: TestCase): number {
  const [one, other] = [a, b].map((test) => test.diagnostic()?.startTime ?? Number.MAX_SAFE_INTEGER) as [number, number]
  return one - other
}
