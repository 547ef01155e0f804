import { describe, expect, it } from 'vitest'
import { FakeClock } from '../core/fake-clock.ts'
import { createLevelRest } from './level-rest.ts'

/** Those before the first level: the first opened what stays open, and one was lost. */
const alone = [200, 20, undefined, 19, 20]

const never = new AbortController().signal

/** A target whose probes take these times one after another, the last one for ever. */
const probeOf = (times: readonly (number | undefined)[]) => {
  let asked = 0
  const probe = async (): Promise<number | undefined> => {
    const time = times[Math.min(asked, times.length - 1)]
    asked += 1
    return time
  }
  return { asked: () => asked, probe }
}

describe('the rest between levels', () => {
  it('lasts until a request alone is about as fast as before the first', async () => {
    const clock = new FakeClock()
    const { asked, probe } = probeOf([...alone, 400, 90, 29])
    const rest = await createLevelRest(probe, clock)
    const settling = rest.settle(never)
    await clock.advance(1000)
    expect(await settling).toBeUndefined()
    expect(asked()).toBe(8)
  })

  it('ends with a sentence where a target does not come back', async () => {
    const clock = new FakeClock()
    const rest = await createLevelRest(probeOf([...alone, 400]).probe, clock)
    const settling = rest.settle(never)
    await clock.advance(31_000)
    expect(await settling).toEqual({
      isGone: false,
      message:
        'After a level a request alone still took 400 ms when 30 s were over, where it took 20 ms before the first: the next level began all the same',
    })
  })

  it('knows a target that is gone from one that is slow', async () => {
    const clock = new FakeClock()
    const rest = await createLevelRest(probeOf([...alone, undefined]).probe, clock)
    const settling = rest.settle(never)
    await clock.advance(31_000)
    expect(await settling).toEqual({
      isGone: true,
      message: 'After a level not one request got through in 30 s, so the target is down: the search ended with what it knew',
    })
  })

  it('is none for a target that never answered alone', async () => {
    const { asked, probe } = probeOf([undefined])
    expect(await (await createLevelRest(probe, new FakeClock())).settle(never)).toBeUndefined()
    expect(asked()).toBe(5)
  })

  it('ends when the run does', async () => {
    const rest = await createLevelRest(probeOf([...alone, 400]).probe, new FakeClock())
    expect(await rest.settle(AbortSignal.abort())).toBeUndefined()
  })
})
