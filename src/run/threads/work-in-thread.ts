import type { MessagePort } from 'node:worker_threads'
import { systemClock } from '../../core/clock.ts'
import { messageOf } from '../../core/errors.ts'
import { monotonicNow } from '../../core/monotonic-now.ts'
import type { PlannedEvent } from '../../engine/events.ts'
import { watchGenerator } from '../../engine/health-monitor.ts'
import { createRunTime } from '../../engine/run-time.ts'
import type { Script } from '../../engine/script.ts'
import { compileScript } from '../compile-script.ts'
import { Ending } from '../ending.ts'
import { LocalGenerator, type Work } from '../local-generator.ts'
import type { Part } from '../plan.ts'
import { scenarioPart } from '../scenario-part.ts'
import { createTarget, type Target } from '../target.ts'
import { Outbox } from './outbox.ts'
import { sendableError } from './sent-error.ts'
import type { ScriptSource, ThreadMessage, ThreadOrder, ThreadTask } from './thread-task.ts'

/** Does a thread's part of a run, as it is told; whoever started the thread ends it. Never rejects. */
export async function workInThread(task: ThreadTask, port: MessagePort): Promise<void> {
  const post = (message: ThreadMessage): void => port.postMessage(message)
  const { zero, signal } = listen(port)
  const time = createRunTime(systemClock)
  const ending = new Ending(time, [signal])
  const outbox = new Outbox()
  const tellWhy = (): void => {
    if (ending.error === undefined) post({ kind: 'aborted', reason: messageOf(ending.signal.reason) })
    else post({ kind: 'failed', error: sendableError(ending.error) })
  }
  ending.signal.addEventListener('abort', tellWhy, { once: true })
  try {
    const generator = new LocalGenerator({
      work: await compileWork(task),
      time,
      ending,
      sink: outbox,
      watch: watchGenerator,
      onSecond: (state) => post({ kind: 'second', batch: outbox.take(), passed: Math.floor(time.now() / 1000) * 1000, state }),
    })
    await generator.prepare()
    post({ kind: 'ready' })
    const begin = await zero
    await generator.begin(begin === undefined ? undefined : begin + performance.now() - monotonicNow())
    const report = await generator.run()
    generator.finish(time.now())
    post({ kind: 'ended', batch: outbox.take(), report })
  } catch (error) {
    post({ kind: 'failed', error: sendableError(error) })
    post({ kind: 'ended', batch: outbox.take(), report: undefined })
  }
}

interface Orders {
  /** When moment 0 is; `undefined` where the run was aborted before. */
  readonly zero: Promise<number | undefined>
  readonly signal: AbortSignal
}

function listen(port: MessagePort): Orders {
  const zero = Promise.withResolvers<number | undefined>()
  const controller = new AbortController()
  port.on('message', (order: ThreadOrder) => {
    if (order.kind === 'abort') controller.abort(new Error(order.reason))
    zero.resolve(order.kind === 'begin' ? order.zero : undefined)
  })
  return { zero: zero.promise, signal: controller.signal }
}

async function compileWork({ caller, options: sent, settings, profile, cuts, parts }: ThreadTask): Promise<Work> {
  const options = { ...sent, threads: 1, signal: undefined, abortWhen: undefined }
  const target = await createTarget(caller, options, settings)
  const compiled: Part[] = []
  for (const { source, profile } of parts) {
    compiled.push(scenarioPart(await compileSource(caller, source, target), profile, options))
  }
  return { profile, parts: compiled as [Part, ...Part[]], options, target, events: cuts.map(cutAt) }
}

function cutAt(at: number): PlannedEvent {
  return { at, name: '', run: () => {} }
}

async function compileSource(caller: string, source: ScriptSource, { defaults }: Target): Promise<Script> {
  return source.kind === 'declared' ? source.script : await compileScript(caller, new URL(source.href), defaults, source.name)
}
