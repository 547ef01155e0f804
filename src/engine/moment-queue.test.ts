import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MomentQueue } from './moment-queue.ts'

interface Item {
  readonly moment: number
  place: number
}

function add(queue: MomentQueue<Item>, moment: number): Item {
  const item = { moment, place: -1 }
  item.place = queue.add(moment, item)
  return item
}

/** Takes all that is there; returns the moments of what was not forgotten. */
function takeAll(queue: MomentQueue<Item>): number[] {
  const taken: number[] = []
  while (queue.size > 0) {
    const { first } = queue
    const item = queue.take()
    if (item === undefined) continue
    expect(item.moment).toBe(first)
    taken.push(item.moment)
  }
  return taken
}

describe('a queue of moments', () => {
  it('has what was added and not forgotten, in order, whatever came between', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ do: fc.constant('add' as const), moment: fc.integer({ min: 0, max: 50 }) }),
        fc.record({ do: fc.constant('forget' as const), which: fc.nat() }),
        fc.record({ do: fc.constant('take' as const) }),
      ),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(steps, (done) => {
        const queue = new MomentQueue<Item>()
        let there: Item[] = []
        for (const step of done) {
          if (step.do === 'add') there.push(add(queue, step.moment))
          else if (there.length === 0) expect(queue.first).toBe(Number.POSITIVE_INFINITY)
          else if (step.do === 'forget') {
            const [item] = there.splice(step.which % there.length, 1) as [Item]
            queue.forget(item.place)
          } else {
            const taken = queue.take()
            if (taken !== undefined) expect(taken.moment).toBe(Math.min(...there.map(({ moment }) => moment)))
            there = there.filter((item) => item !== taken)
          }
          expect(queue.size).toBe(there.length)
        }
        expect(takeAll(queue)).toEqual(there.map(({ moment }) => moment).sort((one, other) => one - other))
      }),
    )
  })

  it('grows as it must, and takes out what was forgotten when that is most', () => {
    const queue = new MomentQueue<Item>()
    const items = Array.from({ length: 5000 }, (_, index) => add(queue, (index * 7919) % 5000))
    const kept = items.filter(({ moment }) => moment % 10 === 0)
    for (const item of items) if (!kept.includes(item)) queue.forget(item.place)
    let looks = 0
    for (const wanted of kept.map(({ moment }) => moment).sort((one, other) => one - other)) {
      let taken: Item | undefined
      for (; taken === undefined; looks += 1) taken = queue.take()
      expect(taken.moment).toBe(wanted)
    }
    // 500 are there. Of the others fewer than as many, or 1,024 moments in all, may still be.
    expect(looks).toBeLessThan(1100)
    expect(queue.first).toBe(Number.POSITIVE_INFINITY)
  })

  it('uses the places of what was forgotten again', () => {
    const queue = new MomentQueue<Item>()
    add(queue, 1000)
    const places: number[] = []
    for (let index = 0; index < 100_000; index += 1) {
      const { place } = add(queue, 1000 + index)
      places.push(place)
      queue.forget(place)
    }
    expect(Math.max(...places)).toBeLessThan(2048)
  })
})
