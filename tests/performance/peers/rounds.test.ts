import { afterEach, describe, expect, it } from 'vitest'
import { findMeter } from './metered-process.ts'
import type { Job, Peer } from './peer.ts'
import { readJson } from './read-output.ts'
import { runRounds } from './rounds.ts'

const job: Job = {
  work: { kind: 'closed', connections: 1 },
  url: 'http://127.0.0.1:1/',
  seconds: 1,
  threads: 1,
  transport: undefined,
}
const order: string[] = []
const meter = await findMeter()

afterEach(() => {
  order.length = 0
})

/** A generator that runs a script of ours and generates nothing. */
function scripted(name: string, script: string, over: Partial<Peer> = {}) {
  const peer: Peer = {
    name,
    program: '',
    version: undefined,
    refuses: () => undefined,
    command: () => ({ arguments: ['script.mjs'], files: { 'script.mjs': script } }),
    parse: (output) => ({
      requests: readJson(name, output).number('requests'),
      failed: 0,
      seconds: 1,
      p50: undefined,
      p99: undefined,
    }),
    ...over,
  }
  return { peer, command: [process.execPath] as [string], version: undefined }
}

const prints = (requests: number): string => `console.log(JSON.stringify({ requests: ${requests} }))`
const run = (programs: readonly ReturnType<typeof scripted>[], rounds: number, signal = new AbortController().signal) =>
  runRounds(job, programs, { meter, rounds, signal, report: (round, name) => order.push(`${round} ${name}`) })

describe('rounds', () => {
  it('run all in turn, each round begun by the next', async () => {
    const { rounds } = await run([scripted('one', prints(10)), scripted('two', prints(20))], 2)

    expect(order).toEqual(['1 one', '1 two', '2 two', '2 one'])
    expect([...rounds].map(([name, its]) => [name, its.map(({ requestsPerSecond }) => requestsPerSecond)])).toEqual([
      ['one', [10, 10]],
      ['two', [20, 20]],
    ])
  })

  it('count the CPU time of descendants too', { timeout: 30_000 }, async () => {
    const busy = 'const end = process.cpuUsage().user + 300_000; while (process.cpuUsage().user < end);'
    const parent = `import { spawnSync } from 'node:child_process'
      spawnSync(process.execPath, ['-e', ${JSON.stringify(busy)}])
      ${prints(1)}`

    const { rounds } = await run([scripted('parent', parent)], 1)

    expect(rounds.get('parent')?.[0]?.cpuPerRequest).toBeGreaterThan(300_000)
  })

  it.each([
    [
      'a program that fails',
      'console.error("no such option"); process.exit(3)',
      'Expected it to end with 0, got 3: no such option',
    ],
    ['output of an unknown form', 'console.log("ready")', /^Expected the output of bad to have nothing but JSON, got 'ready'/],
    ['nothing sent', prints(0), 'Expected it to send requests, it sent none'],
  ])('leave out %s from then on, and say why', async (_, script, reason) => {
    const { rounds, missing } = await run([scripted('bad', script), scripted('good', prints(1))], 2)

    expect(order).toEqual(['1 bad', '1 good', '2 good'])
    expect([...rounds.keys()]).toEqual(['good'])
    expect(missing.get('bad')).toMatch(reason)
  })

  it('do not run who cannot do the job, or refuses it', async () => {
    const { rounds, missing } = await run(
      [
        scripted('unable', prints(1), { refuses: () => 'has no think time' }),
        scripted('unwilling', prints(1), { parse: () => ({ refused: 'unknown option' }) }),
      ],
      1,
    )

    expect(rounds.size).toBe(0)
    expect([...missing]).toEqual([
      ['unable', 'has no think time'],
      ['unwilling', 'unknown option'],
    ])
  })

  it('take the output from a file, or from a second command', async () => {
    const write = `import { writeFileSync } from 'node:fs'; writeFileSync('result.json', '{"requests": 7}'); console.log('done')`
    const print = "import { readFileSync } from 'node:fs'; console.log(readFileSync('result.json', 'utf8'))"
    const files = { 'script.mjs': write, 'print.mjs': print }

    const { rounds } = await run(
      [
        scripted('file', '', { command: () => ({ arguments: ['script.mjs'], files, output: 'result.json' }) }),
        scripted('second', '', { command: () => ({ arguments: ['script.mjs'], files, report: ['print.mjs'] }) }),
      ],
      1,
    )

    expect([...rounds.values()].map(([first]) => first?.requestsPerSecond)).toEqual([7, 7])
  })

  it('end at once, with what runs, when they are stopped', async () => {
    const stopping = new AbortController()
    const running = run([scripted('endless', 'setInterval(() => {}, 1000)')], 1, stopping.signal)
    setTimeout(() => stopping.abort(), 300)

    await expect(running).rejects.toThrow('aborted')
  })
})
