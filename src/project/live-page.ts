import type { TestCase } from 'vitest/node'
import type { Progress } from '../metrics/progress.ts'
import { createReport, describeTest } from '../report/create-report.ts'
import { renderLiveHtml } from '../report/html/html.ts'
import { LiveLoad } from '../report/live-load.ts'
import type { Report, ResultReport } from '../report/model.ts'
import { applyUpdate, type ReportUpdate } from '../report/update.ts'
import { LiveServer } from './live-server.ts'
import { reportedTest } from './tests.ts'

/** The run as a page that grows: it keeps the report as it is by now, and sends what is new to those who watch. */
export class LivePage {
  #report: Report = createReport([], { isLive: true })
  readonly #loads = new Map<string, LiveLoad>()
  readonly #server: LiveServer

  private constructor(server: LiveServer) {
    this.#server = server
  }

  /** `stop` is what its button does. */
  static async open(stop: () => void): Promise<LivePage> {
    const server = await LiveServer.start({
      page: (address) => renderLiveHtml(createReport([], { isLive: true }), address),
      catchUp: () => JSON.stringify({ kind: 'report', report: page.#report } satisfies ReportUpdate),
      stop,
    })
    const page = new LivePage(server)
    return page
  }

  get url(): string {
    return this.#server.url
  }

  /** A test began, was judged, or ended. */
  showTest(test: TestCase): void {
    const described = reportedTest(test)
    const load = this.#loads.get(test.id)
    if (described.state !== 'running') this.#loads.delete(test.id)
    const results =
      load !== undefined && described.state === 'running' ? [...described.results, this.#running(test, load)] : described.results
    this.#update({ kind: 'test', test: describeTest({ ...described, results }) })
  }

  /** A load of the test ended; its result is among the artifacts of the test. */
  showResult(test: TestCase): void {
    this.#loads.delete(test.id)
    this.showTest(test)
  }

  showProgress(test: TestCase, progress: Progress): void {
    let load = this.#loads.get(test.id)
    if (load === undefined || !load.isOf(progress)) {
      load = new LiveLoad(progress)
      this.#loads.set(test.id, load)
      this.showTest(test)
    }
    this.#update({ kind: 'points', test: test.id, ...load.add(progress) })
  }

  /** Sends the whole report, which ends the page. */
  async close(report: Report): Promise<void> {
    this.#update({ kind: 'report', report })
    await this.#server.close()
  }

  /** What has grown so far, where it is that load. */
  #running({ id }: TestCase, load: LiveLoad): ResultReport {
    const results = this.#report.tests.find((test) => test.id === id)?.results ?? []
    const known = results.find(({ outcome }) => outcome.state === 'running')
    return known?.startedAt === load.result.startedAt ? known : load.result
  }

  #update(update: ReportUpdate): void {
    this.#report = applyUpdate(this.#report, update)
    if (this.#server.hasVisitors) this.#server.send(JSON.stringify(update))
  }
}
