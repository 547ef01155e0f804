import type { RunnerTestCase } from 'vitest'
import { type ServerOrder, sendOrder } from '../server/control-endpoint.ts'
import { WebServerError } from '../server/web-server.ts'
import { type Caller, callSiteOf, withCallSite } from './call-site.ts'
import { projectSettings, renewServer } from './run-context.ts'
import { runningTest } from './running-test.ts'

/** The web server that `loadProject({ webServer })` started. Each order resolves when it was followed. */
export interface WebServerControl {
  /** Kills it with SIGKILL, with all that it started, as a crash would. */
  kill(): Promise<void>
  /** Stops it where it runs, and starts it; resolves when it is ready again. */
  restart(): Promise<void>
  /** Stops it from running with SIGSTOP: connections stay open, and nothing is answered. Not on Windows. */
  pause(): Promise<void>
  /** Lets it run on. */
  resume(): Promise<void>
}

/**
 * The web server of the project, to be killed, restarted and paused by the running test. When the test ends it is put right again: one that was
 * killed is started, one that was paused goes on, and the terminal says so.
 *
 * @throws {WebServerError} if no test runs, or the project has no `webServer`; and by its functions, if the server was there before, does not come
 * back, or can't be paused here.
 *
 * @example
 * const events = [at('20s', 'server killed', () => webServer().kill()), at('25s', 'server back', () => webServer().restart())]
 * const result = await load('GET /health', constantVus(100, '1m'), { events })
 * expect(result).toRecoverWithin('5s', { after: 'server back' })
 */
export function webServer(): WebServerControl {
  const test = runningTest()
  if (test === undefined) {
    throw new WebServerError(
      'Expected webServer() to be called in a test, or in an event of its load: it is put right when a test ends',
    )
  }
  const { serverControl } = projectSettings()
  if (serverControl === undefined) {
    throw new WebServerError('Expected a web server to control, got none: let `loadProject({ webServer })` start it')
  }
  putRightAfter(test, serverControl)
  const order = async (name: ServerOrder, caller: Caller): Promise<void> => {
    const callSite = callSiteOf(caller)
    try {
      renewServer(await sendOrder(serverControl, name))
    } catch (error) {
      throw withCallSite(error, callSite)
    }
  }
  const control: WebServerControl = {
    kill: () => order('kill', control.kill),
    restart: () => order('restart', control.restart),
    pause: () => order('pause', control.pause),
    resume: () => order('resume', control.resume),
  }
  return control
}

const seenTo = new WeakSet<RunnerTestCase>()

function putRightAfter(test: RunnerTestCase, serverControl: string): void {
  if (seenTo.has(test)) return
  seenTo.add(test)
  test.context.onTestFinished(async () => {
    seenTo.delete(test)
    renewServer(await sendOrder(serverControl, 'ensure', test.fullTestName))
  }, 0)
}
