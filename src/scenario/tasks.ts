import { expected, number, type Problem, type Reader, text } from '../core/options.ts'
import type { Random } from '../core/random.ts'
import type { ScenarioFunction } from './context.ts'

/** One of the things that users do, and how often relative to the others: `[50, 'order status', async ({ http }) => { … }]`. */
export type WeightedTask<State = undefined, Data = undefined> = readonly [
  weight: number,
  name: string,
  run: ScenarioFunction<State, Data>,
]

/** A task, ready to be picked. */
export interface Task<State = unknown, Data = unknown> {
  /** Names its iterations that send no request and measure nothing. */
  readonly name: string
  /** The share of all iterations that fall to it and to the tasks before it: 1 for the last. */
  readonly upTo: number
  readonly run: ScenarioFunction<State, Data>
}

/** What is done in each iteration, as a list of tasks. */
export function onlyTask<State, Data>(name: string, run: ScenarioFunction<State, Data>): readonly Task<State, Data>[] {
  return Object.freeze([Object.freeze({ name, upTo: 1, run })])
}

/** The task of an iteration. A list of one draws no random number. */
export function pickTask<State, Data>(tasks: readonly Task<State, Data>[], random: Random): Task<State, Data> {
  const last = tasks.length - 1
  const drawn = last === 0 ? 0 : random.next()
  let index = 0
  while (index < last && drawn >= (tasks[index] as Task).upTo) index += 1
  return tasks[index] as Task<State, Data>
}

/** Reads a function, which becomes the only task of the scenario, or a list of weighted tasks. */
export function readTasks(scenario: string): Reader<readonly Task[]> {
  return (found, at, problems) => {
    if (typeof found === 'function') return onlyTask(scenario, found as ScenarioFunction<unknown, unknown>)
    if (Array.isArray(found) && found.length > 0) return readList(found, at, problems)
    expected('a function, or a list of at least one [weight, name, function]', found, at, problems)
    return []
  }
}

function readList(found: readonly unknown[], at: string, problems: Problem[]): readonly Task[] {
  const read = found.map((task, index) => readTask(task, `${at}[${index}]`, problems))
  refuseSharedNames(read, at, problems)
  // Relative to the greatest, weights of any size have a finite sum.
  const greatest = Math.max(...read.map(({ weight }) => weight))
  const total = read.reduce((sum, { weight }) => sum + weight / greatest, 0)
  let sum = 0
  const tasks = read.map(({ weight, name, run }) => {
    sum += weight / greatest
    return Object.freeze({ name, upTo: sum / total, run })
  })
  return Object.freeze(tasks)
}

interface ReadTask {
  readonly weight: number
  readonly name: string
  readonly run: ScenarioFunction<unknown, unknown>
}

function readTask(found: unknown, at: string, problems: Problem[]): ReadTask {
  const isTask = Array.isArray(found) && found.length === 3
  if (!isTask) expected('a task, [weight, name, function]', found, at, problems)
  const [weight, name, run] = isTask ? found : [1, at, () => {}]
  if (typeof run !== 'function') expected('a function', run, `${at}.run`, problems)
  return {
    weight: number({ above: 0 })(weight, `${at}.weight`, problems),
    name: text(name, `${at}.name`, problems),
    run,
  }
}

function refuseSharedNames(tasks: readonly ReadTask[], at: string, problems: Problem[]): void {
  tasks.forEach(({ name }, index) => {
    const first = tasks.findIndex((task) => task.name === name)
    if (name === '' || first === index) return
    problems.push({
      at: `${at}[${index}].name`,
      message: `Expected \`${at}[${index}].name\` to differ from that of \`${at}[${first}]\`, got '${name}' for both`,
    })
  })
}
