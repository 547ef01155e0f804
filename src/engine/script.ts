import type { ParsedRequest } from '../http/request.ts'
import type { ScenarioContext } from '../scenario/context.ts'
import type { Feeder } from '../scenario/feeder.ts'
import type { Pacing } from '../scenario/pacing.ts'
import type { Task } from '../scenario/tasks.ts'
import type { ThinkTime } from '../scenario/think-time.ts'

/** A request, ready to be sent. */
export interface RequestScript {
  readonly kind: 'request'
  readonly name: string
  readonly request: ParsedRequest
}

/** Requests, ready to be sent one after another. */
export interface RequestsScript {
  readonly kind: 'requests'
  readonly name: string
  readonly requests: readonly ParsedRequest[]
}

/** The requests of a script that has no functions. */
export function requestsOf(script: Script): readonly ParsedRequest[] {
  if (script.kind === 'function') return noRequests
  return script.kind === 'request' ? [script.request] : script.requests
}

const noRequests: readonly ParsedRequest[] = Object.freeze([])

/** A step of a scenario, whatever the types of its state and rows. */
export type Step = (context: ScenarioContext<unknown, unknown>) => unknown

/** Functions of a scenario. */
export interface FunctionScript {
  readonly kind: 'function'
  readonly name: string
  readonly start: Step | undefined
  readonly tasks: readonly Task<unknown, unknown>[]
  readonly stop: Step | undefined
  readonly thinkTime: ThinkTime | undefined
  readonly pacing: Pacing | undefined
  readonly cookies: boolean
  readonly session: 'user' | 'iteration'
  /** Rows of test data. */
  readonly data: Feeder<unknown> | undefined
  /** How often a row is drawn. */
  readonly rowPer: 'iteration' | 'session'
}

/** Only requests. */
export type DeclaredScript = RequestScript | RequestsScript

/** A scenario as a virtual user performs it. */
export type Script = DeclaredScript | FunctionScript
