import { spawnSync } from 'node:child_process'
import { median } from './median.ts'

// What it costs to read large answers, by the size that V8's young generation may have: a load file runs with 8 MB.
const SIZES = [4, 8, 16, 32]
const ROUNDS = 5
const reading = `
  const text = JSON.stringify(Array.from({ length: 2000 }, (_, id) => ({ id, name: 'item ' + id, price: id * 1.5, tags: ['a', 'b'] })))
  const kept = []
  const read = (times) => {
    for (let n = 0; n < times; n += 1) {
      kept.push(JSON.parse(text))
      if (kept.length > 10) kept.shift()
    }
  }
  read(100)
  const before = process.cpuUsage()
  read(600)
  const { user, system } = process.cpuUsage(before)
  console.log((user + system) / 600)
`

const rounds = Array.from({ length: ROUNDS }, () => new Map(SIZES.map((size) => [size, microsecondsWith(size)])))
console.log(
  `Node ${process.version}; CPU to parse 2,000 items of JSON, the last ten of which are kept; medians of ${ROUNDS} rounds, in turn:`,
)
for (const size of SIZES) {
  const times = rounds.map((round) => round.get(size) as number)
  const ratios = rounds.map((round) => (round.get(size) as number) / (round.get(32) as number))
  console.log(
    `  ${String(size).padStart(2)} MB  ${median(times).toFixed(0).padStart(5)} µs   × ${median(ratios).toFixed(2)} of 32 MB`,
  )
}

function microsecondsWith(size: number): number {
  const { stdout } = spawnSync(process.execPath, [`--max-semi-space-size=${size}`, '-e', reading], {
    encoding: 'utf8',
    timeout: 60_000,
  })
  return Number(stdout)
}
