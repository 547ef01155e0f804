import { spawnSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDeadlines, Deadline, type Deadlines } from './deadlines.ts'

describe('on a clock that stands still', () => {
  let deadlines: Deadlines
  let expired: string[]
  beforeEach(() => {
    vi.useFakeTimers()
    deadlines = createDeadlines()
    expired = []
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const add = (name: string, timeout: number): Deadline => start(timeout, () => expired.push(name))
  const start = (timeout: number, expire: () => void, from?: number): Deadline => {
    const deadline = new Deadline({ expire })
    deadlines.start(deadline, timeout, from)
    return deadline
  }
  // One more millisecond for the immediate that follows a timer.
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms + 1)

  it('expires each thing when its own time is up', async () => {
    add('long', 100)
    add('short', 10)
    await pass(5)
    add('later', 10)

    await pass(4)
    expect(expired).toEqual(['short'])
    await pass(5)
    expect(expired).toEqual(['short', 'later'])
    await pass(90)
    expect(expired).toEqual(['short', 'later', 'long'])
  })

  it.each([0, 1, 2])('leaves out number %i of three when it was removed', async (index) => {
    const names = ['a', 'b', 'c']
    const added = names.map((name) => add(name, 10))
    added[index]?.remove()
    added[index]?.remove()

    await pass(10)
    expect(expired).toEqual(names.toSpliced(index, 1))
  })

  it('keeps one timer for a list, and none after it has run out', async () => {
    const first = add('first', 10)
    await pass(4)
    add('second', 10)
    add('third', 10)
    first.remove()
    expect(vi.getTimerCount()).toBe(1)

    await pass(30)
    expect(expired).toEqual(['second', 'third'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('waits for things that are added while others expire', async () => {
    start(10, () => add('again', 10))
    await pass(5)
    add('in between', 10)
    await pass(5)
    expect(expired).toEqual([])

    await pass(4)
    expect(expired).toEqual(['in between'])
    await pass(10)
    expect(expired).toEqual(['in between', 'again'])
  })

  it('counts from the moment it is given', async () => {
    start(10, () => expired.push('early'), performance.now() - 8)
    await pass(2)

    expect(expired).toEqual(['early'])
  })

  it('is started again when it was removed or has expired', async () => {
    const deadline = add('twice', 10)
    deadline.remove()
    deadlines.start(deadline, 20)
    await pass(20)
    deadlines.start(deadline, 10)
    await pass(10)
    expect(expired).toEqual(['twice', 'twice'])
  })

  it('waits for longer than a timer can', async () => {
    add('in 50 days', 50 * 86_400_000)
    await pass(49 * 86_400_000)
    expect(expired).toEqual([])

    await pass(86_400_000)
    expect(expired).toEqual(['in 50 days'])
  })
})

it.each([
  ['ends at once when nothing is left', 'add(20_000, () => {}).remove()', false],
  ['lives until the last of them', "add(300, () => console.log('expired'))", true],
  ['lives on after the list was empty', "add(300, () => {}).remove(); add(300, () => console.log('expired'))", true],
])('a process with deadlines %s', (_, script, expires) => {
  const module = JSON.stringify(new URL('./deadlines.ts', import.meta.url).href)
  const program = `
    const { createDeadlines, Deadline } = await import(${module})
    const deadlines = createDeadlines()
    const add = (timeout, expire) => {
      const deadline = new Deadline({ expire })
      deadlines.start(deadline, timeout)
      return deadline
    }
    ${script}`
  const started = performance.now()
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })

  expect(stderr).toBe('')
  expect(stdout).toBe(expires ? 'expired\n' : '')
  // Starting a process takes its time on a busy machine; a deadline that nobody waits for any more would hold it for 20 s.
  expect(performance.now() - started).toBeLessThan(15_000)
})
