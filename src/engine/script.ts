import type { ParsedRequest } from '../http/request.ts'
import type { ScenarioContext } from '../scenario/context.ts'

/** A request, ready to be sent. */
export interface RequestScript {
  readonly kind: 'request'
  readonly name: string
  readonly request: ParsedRequest
}

/** Functions of a scenario. */
export interface FunctionScript {
  readonly kind: 'function'
  readonly name: string
  readonly start: ((context: ScenarioContext<unknown>) => unknown) | undefined
  readonly run: (context: ScenarioContext<unknown>) => unknown
  readonly stop: ((context: ScenarioContext<unknown>) => unknown) | undefined
}

/** A scenario as a virtual user performs it. */
export type Script = RequestScript | FunctionScript
