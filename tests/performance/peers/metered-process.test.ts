import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bashTime, findMeter, runMetered } from './metered-process.ts'

const directory = mkdtempSync(join(tmpdir(), 'metered-'))
afterAll(() => rmSync(directory, { recursive: true }))

const meters = [...new Map([await findMeter(), bashTime].map((meter) => [meter.name, meter])).values()]

describe.each(meters)('a process under $name', (meter) => {
  const run = (script: string, limit = 20) =>
    runMetered(meter, {
      command: [process.execPath, '-e', script],
      directory,
      environment: { GREETING: 'it said "hello"' },
      limit,
      signal: new AbortController().signal,
    })

  it('costs its CPU time and not its waiting', async () => {
    const busy = 'const end = process.cpuUsage().user + 200_000; while (process.cpuUsage().user < end);'

    const { cost } = await run(`${busy} setTimeout(() => {}, 1000)`)

    expect(cost.cpu).toBeGreaterThan(0.2)
    expect(cost.elapsed).toBeGreaterThan(1.1)
    expect(cost.cpu / cost.elapsed).toBeLessThan(1)
  })

  it('keeps its output, its environment and its errors apart from the figures', async () => {
    const { output } = await run('console.log(process.env.GREETING); console.error("a warning")')

    expect(output).toBe('it said "hello"\n')
  })

  it('fails with what it said', async () => {
    await expect(run('console.error("no such option"); process.exit(3)')).rejects.toThrow(
      'Expected it to end with 0, got 3: no such option',
    )
  })

  it('is killed when its time is over', async () => {
    await expect(run('setInterval(() => {}, 1000)', 0.3)).rejects.toThrow('Expected it to end within 0.3 s, and killed it')
  })
})
