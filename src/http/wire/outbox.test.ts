import { describe, expect, it } from 'vitest'
import { Outbox, type Sender } from './outbox.ts'

function create(underWay: number) {
  const planned: (() => void)[] = []
  const outbox = new Outbox((flush) => planned.push(flush))
  for (let begun = 0; begun < underWay; begun += 1) outbox.begin()
  const sent: string[] = []
  const sender = (name: string): Sender => ({ send: () => void sent.push(name) })
  const post = (count: number): void => {
    for (let index = 0; index < count; index += 1) outbox.post(sender(String(index)), performance.now())
  }
  return { outbox, planned, sent, sender, post }
}

describe('an outbox', () => {
  it('sends at once while few exchanges are under way, at the moment that it is given', () => {
    const { outbox, planned } = create(8)
    const moments: number[] = []
    outbox.post({ send: (now) => moments.push(now) }, 12.5)
    expect(moments).toEqual([12.5])
    expect(planned).toHaveLength(0)
  })

  it('sends together, and in order, what is asked for in one turn', () => {
    const { planned, sent, post } = create(9)
    post(3)
    expect(sent).toEqual([])
    expect(planned).toHaveLength(1)
    planned[0]?.()
    expect(sent).toEqual(['0', '1', '2'])
  })

  it('sends at once again when most exchanges have ended', () => {
    const { outbox, planned, sent, post } = create(9)
    outbox.end()
    post(1)
    expect(sent).toEqual(['0'])
    expect(planned).toHaveLength(0)
  })

  it('does not let the first of very many wait for the last', () => {
    const { planned, sent, post } = create(100)
    post(100)
    expect(sent).toHaveLength(64)
    expect(planned).toHaveLength(1)
    planned[0]?.()
    expect(sent).toHaveLength(100)
  })

  it('plans anew after each turn, and says of each when it is sent', () => {
    const { outbox, planned, sender } = create(9)
    const moments: number[] = []
    outbox.post({ send: (now) => moments.push(now) }, 0)
    outbox.post({ send: (now) => moments.push(now) }, 0)
    planned[0]?.()
    outbox.post(sender('later'), 0)
    expect(planned).toHaveLength(2)
    expect(moments[0]).toBeGreaterThan(0)
    expect(moments[1]).toBeGreaterThanOrEqual(moments[0] as number)
  })
})
