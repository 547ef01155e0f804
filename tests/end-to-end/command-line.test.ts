import { spawnSync } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { formatBaseline } from '../../src/baseline/baseline-text.ts'
import { createBaseline } from '../../src/baseline/create-baseline.ts'
import { appendToHistory } from '../../src/baseline/history.ts'
import { simulateRun } from '../../src/baseline/regression/simulated-runs.fixture.ts'
import { slowerSeries } from '../../src/baseline/trend.fixture.ts'
import { createRandom } from '../../src/core/random.ts'
import { shopResult } from '../../src/report/result.fixture.ts'

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const locust = fileURLToPath(new URL('../../fixtures/locust/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'vitest-load-cli-'))
const stored = JSON.stringify(shopResult())

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, NO_COLOR: '1' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8', env })
  return { code: status, stdout, stderr }
}

function file(name: string, text: string | Buffer): string {
  writeFileSync(join(folder, name), text)
  return name
}

/** A folder of its own inside the test's. */
function subfolder(name: string): string {
  mkdirSync(join(folder, name))
  return name
}

file('result.json', stored)

describe('vitest-load', () => {
  it('tells its version and its help, and that of each command', () => {
    expect(run('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    for (const args of [
      [],
      ['report'],
      ['analyze'],
      ['compare'],
      ['baseline'],
      ['baseline', 'save'],
      ['trend'],
      ['issue'],
      ['init'],
    ]) {
      const { code, stdout, stderr } = run(...args, '--help')
      expect({ code, stderr, usage: stdout.startsWith(`Usage: vitest-load ${args.join(' ')}`.trimEnd()) }).toEqual({
        code: 0,
        stderr: '',
        usage: true,
      })
    }
  })

  it.each([
    [['reprot', 'result.json'], "vitest-load: Unknown command 'reprot': did you mean 'report'?\n"],
    [['baseline', 'shwo', 'x'], "vitest-load: Unknown command 'baseline shwo': did you mean 'baseline show'?\n"],
    [['--verbose'], /^vitest-load: Unknown option '--verbose': known are/],
    [[], /^vitest-load: Expected a command\n\nUsage/],
    [['compare', 'result.json', '--mx', 'p95=1%'], 'vitest-load: Unknown option --mx: did you mean --max?\n'],
    [['report', 'result.json', '--format', 'htm'], "vitest-load: Unknown format 'htm': did you mean 'html'?\n"],
    [['compare', 'result.json'], 'vitest-load: Expected runs and a baseline, got one operand alone\n'],
    [['analyze'], /^vitest-load: Expected <result\.json or _stats\.csv…>\n\nUsage/],
  ])('refuses %j with the nearest that it knows', (args, message) => {
    const { code, stdout, stderr } = run(...args)
    expect(stderr).toMatch(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

describe('vitest-load report', () => {
  it('renders results and Locust files as one page, and results as JSON that is the same', () => {
    const { code, stdout } = run('report', 'result.json', join(locust, 'gateway-baseline_stats.csv'), '--out', 'reports')
    expect(code).toBe(0)
    const page = readFileSync(join(folder, stdout.trim()), 'utf8')
    expect(page).toContain('"name":"shopper"')
    expect(page).toContain('"name":"gateway-baseline"')
    const again = run('report', 'result.json', 'result.json', '--format', 'json,text', '--out', 'again')
    expect(again.stdout.trim().split('\n')).toHaveLength(4)
    const [first, second] = readdirSync(join(folder, 'again')).filter((name) => name.endsWith('.json'))
    for (const name of [first, second]) expect(readFileSync(join(folder, 'again', name ?? ''), 'utf8')).toBe(`${stored}\n`)
  })
})

describe('vitest-load analyze', () => {
  it('prints grades, findings and limits, and fails where one is broken', () => {
    expect(run('analyze', 'result.json', '--max', 'errors=1%').code).toBe(0)
    const { code, stdout } = run('analyze', 'result.json', '--max', 'p95=50ms', '--min', 'rate=10/s')
    expect(code).toBe(1)
    expect(stdout).toContain('latency is')
    expect(stdout).toMatch(/✗ p95 was 115 ms, expected at most 50 ms/)
    expect(stdout).toMatch(/✓ throughput was 99\.2\/s, expected at least 10\/s/)
    expect(stdout).toContain('→ ')
  })

  it('prints JSON of several files for CI, Locust files named by a pattern among them', () => {
    const files = ['_stats.csv', '_stats_history.csv', '_failures.csv'].map((end) => join(locust, `gateway-regressed${end}`))
    const { code, stdout } = run('analyze', 'result.json', ...files, '--json', '--max', 'errors=1%')
    const { passed, results } = JSON.parse(stdout)
    expect({ code, passed }).toEqual({ code: 1, passed: false })
    expect(results.map(({ name }: { name: string }) => name)).toEqual(['shopper', 'gateway-regressed'])
    expect(results[1].findings[0].code).toBe('all-requests-fail')
    expect(results[1].limits).toMatchObject([{ metric: 'errors', state: 'fail' }])
  })
})

describe('vitest-load baseline and compare', () => {
  it('keep baselines of several services, and find what became worse', () => {
    const runs = subfolder('runs')
    for (const end of ['_stats.csv', '_failures.csv']) {
      copyFileSync(join(locust, `gateway-regressed${end}`), join(folder, runs, `gateway${end}`))
    }
    const saved = run('baseline', 'save', join(locust, 'gateway-baseline_stats.csv'), '--service', 'gateway')
    expect(saved).toMatchObject({ code: 0, stdout: `${join('baselines', 'gateway.json')}\n` })
    expect(run('baseline', 'save', 'result.json').stdout).toBe(`${join('baselines', 'shopper.json')}\n`)

    const { code, stdout } = run('compare', 'runs/gateway_stats.csv', 'result.json', 'baselines', '--md', 'out/out.md')
    expect(code).toBe(1)
    expect(stdout).toMatch(/✗ GET \/orders\/\[id\] +.*errors 0\.33 % → 1 % \(\+0\.67 pt\), limit \+0\.1 pt/)
    expect(stdout).toMatch(/✗ POST \/search, full text .*new failures: 0 → 0\.33 %/)
    expect(stdout).toMatch(/· POST \/validate +too few; includes failures/)
    expect(stdout).toMatch(/^✓ shopper$/m)
    expect(readFileSync(join(folder, 'out/out.md'), 'utf8')).toMatch(/^# Performance regression in gateway\n/)
    expect(readdirSync(join(folder, 'out'))).toEqual(['out.md'])

    const gone = run('compare', 'result.json', 'baselines')
    expect(gone).toMatchObject({ code: 0, stdout: expect.stringContaining("! 'gateway' has a baseline, but was not measured") })
    expect(JSON.parse(run('compare', 'result.json', 'baselines', '--json').stdout)).toMatchObject({ isRegression: false })
  })

  it('take directories: of each service the latest run, and of a result and its CSV files one', () => {
    const results = subfolder('results')
    const at = (startedAt: string): string => JSON.stringify(shopResult({ startedAt }))
    file(join(results, 'a_shopper_result.json'), at('2026-03-14T10:00:00.000Z'))
    file(join(results, 'a_shopper_stats.csv'), 'no table, and not read')
    file(join(results, 'b_shopper_result.json'), at('2026-03-13T10:00:00.000Z'))
    copyFileSync(join(locust, 'gateway-regressed_stats.csv'), join(folder, results, 'gateway_stats.csv'))
    copyFileSync(join(locust, 'gateway-regressed_failures.csv'), join(folder, results, 'gateway_failures.csv'))
    const { code, stdout } = run('compare', results, 'baselines')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^✗ gateway$/m)
    expect(stdout).toMatch(/^✓ shopper$/m)
    expect(stdout).toContain(`! 'shopper' was measured 2 times: ${join(results, 'a_shopper_result.json')} is the latest\n`)
    const saved = run('baseline', 'save', results, '--out', 'of-directory')
    expect(saved).toMatchObject({ code: 0, stderr: expect.stringContaining('2 times') })
    expect(readdirSync(join(folder, 'of-directory')).sort()).toEqual(['gateway.json', 'shopper.json'])
    expect(run('compare', subfolder('nothing'), 'baselines').stderr).toBe(
      'vitest-load: nothing: expected a directory with files that end in _result.json or _stats.csv, got none\n',
    )
  })

  it('leave a run out of a directory that was aborted, and compare the others', () => {
    const reason = 'too many errors'
    const results = subfolder('with-aborted')
    file(join(results, 'a_shopper_result.json'), JSON.stringify(shopResult({ outcome: { state: 'aborted', reason, at: 5 } })))
    expect(run('compare', results, 'baselines')).toMatchObject({ code: 2, stderr: expect.stringContaining(reason) })
    copyFileSync(join(locust, 'gateway-baseline_stats.csv'), join(folder, results, 'gateway_stats.csv'))
    const { code, stdout } = run('compare', results, 'baselines')
    expect(code).toBe(0)
    expect(stdout).toContain("! 'shopper' was aborted, and is not compared: too many errors\n")
    expect(stdout).toMatch(/^✓ gateway$/m)
  })

  it('keep no service in the file of another', () => {
    const directory = subfolder('named-alike')
    const save = (service: string) => run('baseline', 'save', 'result.json', '--service', service, '--out', directory)
    expect(save('a b').code).toBe(0)
    expect(save('a b').code).toBe(0)
    expect(save('a/b')).toMatchObject({
      code: 2,
      stderr: `vitest-load: result.json: expected a file per service, got 'a/b', but ${join(directory, 'a-b.json')} is of 'a b': give it another --service\n`,
    })
  })

  it('say so where the generator itself was too slow', () => {
    const busy = simulateRun({ random: createRandom(1), seconds: 5, busy: 0.95, facts: { name: 'busy' } })
    file('busy.json', JSON.stringify(busy))
    const saved = run('baseline', 'save', 'busy.json', '--out', 'of-busy')
    expect(saved).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^! 'busy' is a poor yardstick, because the generator/),
    })
    expect(run('compare', 'busy.json', join('of-busy', 'busy.json')).stdout).toContain(
      "! what 'busy' differs by may be none of its own, because the generator itself was busy 95 % of the time",
    )
  })

  it('write to a device without taking its place, and where a link leads', () => {
    symlinkSync('/dev/null', join(folder, 'device.md'))
    expect(run('compare', 'result.json', 'result.json', '--md', 'device.md').code).toBe(0)
    expect(statSync(join(folder, 'device.md')).isCharacterDevice()).toBe(true)
    file('kept.md', 'old')
    symlinkSync('kept.md', join(folder, 'link.md'))
    expect(run('compare', 'result.json', 'result.json', '--md', 'link.md').code).toBe(0)
    expect(lstatSync(join(folder, 'link.md')).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(folder, 'kept.md'), 'utf8')).toMatch(/^# No performance regression/)
  })

  it.skipIf(!existsSync('/dev/full'))('call output that nobody can write no regression', () => {
    const output = openSync('/dev/full', 'w')
    const { status, stderr } = spawnSync(process.execPath, [program, 'compare', 'result.json', 'result.json'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', output, 'pipe'],
    })
    closeSync(output)
    expect(status).toBe(2)
    expect(stderr).toBe('vitest-load: Expected to write to the standard output, got ENOSPC: no space left on device, write\n')
  })

  it('confirm what was worse, and nothing else', () => {
    const first = run('compare', 'results', 'baselines', '--json')
    file('first.json', first.stdout)
    const again = run('compare', 'results', 'baselines', '--confirm', 'first.json', '--md', 'confirmed.md')
    expect(again.code).toBe(1)
    expect(again.stdout).not.toContain('shopper')
    expect(readFileSync(join(folder, 'confirmed.md'), 'utf8')).toMatch(/^# Performance regression in gateway\n/)
    const pair = [join(locust, 'gateway-regressed_stats.csv'), join(locust, 'gateway-baseline_stats.csv')]
    file('pair.json', run('compare', ...pair, '--json').stdout)
    expect(run('compare', ...pair, '--confirm', 'pair.json').code).toBe(1)
    file('fine.json', first.stdout.replaceAll('"isRegression": true', '"isRegression": false'))
    expect(run('compare', 'results', 'baselines', '--confirm', 'fine.json', '--md', 'none.md')).toMatchObject({
      code: 0,
      stdout: 'Nothing to confirm: fine.json tells of no service that became worse and has a baseline\n',
    })
    for (const [text, message] of [
      ['{}', 'expected what compare --json prints, got other JSON'],
      ['{"comparisons":[{"service":1}]}', 'the file is damaged'],
      ['{"comparisons":[nul', 'expected JSON, but'],
    ] as const) {
      file('odd.json', text)
      expect(run('compare', 'results', 'baselines', '--confirm', 'odd.json')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(message),
      })
    }
  })

  it('rehearse without a server', () => {
    const { code, stdout } = run('compare', 'baselines', '--simulate', 'p95=25%', '--simulate', 'errors=1pt', '--md', 'sim.md')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^Simulated/)
    expect(readFileSync(join(folder, 'sim.md'), 'utf8')).toContain('**Simulated:**')
    expect(run('compare', 'baselines', '--simulate', 'p95=1%').code).toBe(0)
  })

  it('show baselines as tables, and write the document of baselines', () => {
    expect(run('baseline', 'show', 'baselines').stdout).toMatch(/gateway .*\n.*Locust/)
    expect(run('baseline', 'show', 'baselines', '--md', '--out', 'docs/baselines.md').code).toBe(0)
    const text = readFileSync(join(folder, 'docs/baselines.md'), 'utf8')
    expect(text).toMatch(/^# Performance baselines\n\n## gateway\n/)
    expect(text).toContain('| POST /validate (includes failures) | 24 | 24 | 100 % |')
    expect(JSON.parse(run('baseline', 'show', 'baselines', '--json').stdout)).toHaveLength(2)
  })

  it.each<[string, string]>([
    ['an aborted run', JSON.stringify(shopResult({ outcome: { state: 'aborted', reason: 'too many errors', at: 5 } }))],
    ['a scaled run', JSON.stringify(shopResult({ scale: 0.1 }))],
  ])('refuse %s', (_, text) => {
    const name = file('unsound.json', text)
    expect(run('baseline', 'save', name, '--out', 'unsound')).toMatchObject({ code: 2, stderr: expect.stringContaining(name) })
    expect(run('compare', name, join('baselines', 'shopper.json'))).toMatchObject({ code: 2, stdout: '' })
    expect(() => readdirSync(join(folder, 'unsound'))).toThrow('ENOENT')
  })
})

describe('vitest-load compare and baseline show with what toMatchBaseline keeps', () => {
  const slower = 'linux-x64-old-2-cores-node-24'
  const own = 'linux-x64-a-2-cores-node-24'
  const kept = join('load', '__baselines__')
  mkdirSync(join(folder, kept, 'shop.test.ts'), { recursive: true })
  const keep = (stem: string, environment: string, name = stem): string => {
    const result = shopResult()
    const cpu = environment === slower ? 'Old CPU' : result.environment.cpu
    const baseline = createBaseline(shopResult({ environment: { ...result.environment, cpu } }), { test: 'shop', name })
    return file(join(kept, 'shop.test.ts', `${stem}.${environment}.json`), formatBaseline(baseline))
  }
  keep('shop', slower)
  const same = keep('shop', own)
  keep('shop-band', own, 'shop > band')
  const gateway = join(locust, 'gateway-baseline_stats.csv')

  it('hold a run against the one of its environment, by its name or that of its result', () => {
    for (const place of [kept, join(kept, 'shop.test.ts')]) {
      const { code, stdout, stderr } = run('compare', 'result.json', place)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toMatch(/^✓ shopper\n/)
      expect(stdout).not.toContain('!')
    }
    file('named.json', JSON.stringify(shopResult({ name: 'shop > band' })))
    expect(run('compare', 'named.json', kept).stdout).toMatch(/^✓ shop > band\n/)
  })

  it('say of which environments there are some where there is none of the run’s', () => {
    const elsewhere = shopResult({ environment: { ...shopResult().environment, cores: 64 } })
    file('elsewhere.json', JSON.stringify(elsewhere))
    const { code, stderr } = run('compare', 'elsewhere.json', kept)
    expect(code).toBe(2)
    expect(stderr).toContain(
      `'shopper' has no baseline of linux-x64-a-64-cores-node-24 (only of ${own}, ${slower}): it is not compared`,
    )
    const alone = run('compare', 'elsewhere.json', same)
    expect(alone.code).toBe(0)
    expect(alone.stdout).toContain(`! the baseline of 'shop' is of ${own}, the run of linux-x64-a-64-cores-node-24`)
  })

  it('ask of which environment the baseline of a run is that tells none', () => {
    const runs = subfolder('of-locust')
    copyFileSync(gateway, join(folder, runs, 'shopper_stats.csv'))
    const { code, stderr } = run('compare', join(runs, 'shopper_stats.csv'), kept)
    expect(code).toBe(2)
    expect(stderr).toContain(
      `expected one baseline of 'shopper', got those of ${own}, ${slower}: name one file, or set LOAD_ENVIRONMENT to one of them`,
    )
  })

  it('rehearse and confirm', () => {
    const first = run('compare', kept, '--simulate', 'p95=25%', '--json')
    expect(JSON.parse(first.stdout).comparisons).toHaveLength(3)
    file('kept.json', JSON.stringify({ comparisons: [{ service: 'shopper', isRegression: true }] }))
    expect(run('compare', 'result.json', kept, '--confirm', 'kept.json')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^✓ shopper\n/),
    })
  })

  it('show them all, with their environments', () => {
    const { code, stdout } = run('baseline', 'show', kept)
    expect(code).toBe(0)
    for (const part of [/^shop > band {2}/m, / · linux-x64-old-2-cores-node-24$/m, / · linux-x64-a-2-cores-node-24$/m]) {
      expect(stdout).toMatch(part)
    }
    expect(run('baseline', 'show', same, '--md').stdout).toMatch(/^# Performance baselines\n\n## shop\n/)
  })

  it('name what is damaged in one', () => {
    const cut = join(subfolder('damaged'), 'shop.here.json')
    file(cut, readFileSync(join(folder, same), 'utf8').replace('"requests":', '"requests":-'))
    for (const args of [
      ['compare', 'result.json'],
      ['baseline', 'show'],
    ]) {
      const { code, stderr } = run(...args, cut)
      expect(code).toBe(2)
      expect(stderr).toContain(`${cut}: Expected a whole baseline, got a damaged one: `)
    }
  })
})

describe('vitest-load trend', () => {
  const history = join('.vitest', 'load', 'history.sqlite')
  const series = [slowerSeries(), slowerSeries('\u001b[31mhostile <b>| name')]

  it('draws the last runs of each test, and says since when one is slower', () => {
    for (const { runs } of series) appendToHistory(join(folder, history), runs)
    const { code, stdout } = run('trend', 'checkout')
    expect(code).toBe(0)
    expect(stdout).toContain('p95     ▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆██████████  152 ms, from 100 ms to 152 ms')
    expect(stdout).toContain('! p95 101 ms → 151 ms (+49.5 %) since 2026-03-21 02:17 UTC')
    expect(run('trend', '--last', '3', '--history', history).stdout.match(/2026-03-\d\d 02:17/g)).toHaveLength(6)
    expect(run('trend').stdout).toMatch(/\\x1b\[31mhostile/)
    expect(run('trend', '--md').stdout).toMatch(/^# Performance trend\n\n## /)
    const { trends } = JSON.parse(run('trend', 'HOSTILE', '--json').stdout)
    expect(trends).toMatchObject([{ test: series[1]?.test, runs: expect.any(Array), changes: [{ metric: 'p95' }] }])
  })

  it.each([
    [['none at all'], /expected a test with 'none at all' in its name, got none: it has '/],
    [['--last', '0'], /Expected --last to be a whole number from 1 to 1000, got '0'/],
    [['--history', 'nowhere.sqlite'], /nowhere\.sqlite: expected a history, got none: loadProject\(\{ history: true \}\)/],
    [['--history', '.'], /\.: expected a history, got a directory/],
    [
      ['--history', 'result.json'],
      /result\.json: expected a history of load tests, got a file that is damaged or something else/,
    ],
    [['--md', '--json'], /Expected one of --md and --json, got both/],
    [['a', 'b'], /Expected \[part of a test name\] alone, got 'b'/],
  ])('refuses %j', (args, message) => {
    const { code, stdout, stderr } = run('trend', ...args)
    expect(stderr).toMatch(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

describe('hostile input', () => {
  const cut = Math.floor(stored.length / 2)
  const pretty = JSON.stringify(shopResult(), undefined, 2)
  it.each<[string, string | Buffer, RegExp]>([
    ['cut.json', stored.slice(0, cut), /^vitest-load: cut\.json, line 1: expected JSON, but it ends in the middle/],
    [
      'comma.json',
      pretty.replace('"seed": 1,', '"seed": ,'),
      /^vitest-load: comma\.json, line \d{2,}: expected JSON, but column 11 has ','$/m,
    ],
    [
      'edited.json',
      stored.replace('"seed":1', '"seed":"one"'),
      /^vitest-load: edited\.json: .*it is damaged: .*`seed` to be a number/,
    ],
    [
      'newer.json',
      stored.replace('"schemaVersion":1', '"schemaVersion":2'),
      /^vitest-load: newer\.json: .*got version 2; a newer/,
    ],
    ['other.json', '{"name":"x"}', /^vitest-load: other\.json: Expected a stored result/],
    ['null.json', 'null', /^vitest-load: null\.json: Expected a stored result/],
    ['empty.json', '', /^vitest-load: empty\.json: expected JSON, got an empty file/],
    ['utf16.json', Buffer.from('\uFEFF{}', 'utf16le'), /^vitest-load: utf16\.json: .*no UTF-8/],
    ['page.html', '<html>', /^vitest-load: page\.html: expected a file that ends in \.json or in _stats\.csv/],
    ['escape_stats.csv', 'Name\n\u001b[31m', /^vitest-load: escape_stats\.csv, line 1: expected a column 'Request Count'/],
  ])('%s is one clear error, and nothing is written', (name, text, message) => {
    file(name, text)
    const { code, stdout, stderr } = run('report', 'result.json', name, '--out', 'hostile')
    expect(stderr).toMatch(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(() => readdirSync(join(folder, 'hostile'))).toThrow('ENOENT')
  })

  it('takes a byte order mark as what it is', () => {
    expect(run('analyze', file('bom.json', `\uFEFF${stored}`)).code).toBe(0)
  })

  it.each([
    ['missing.json', 'missing.json: expected a file: there is none'],
    ['.', '.: expected a file, got a directory: name files in it'],
    ['huge.json', 'huge.json: expected a file of at most 256 MB, got 300 MB'],
  ])('%s is named with what is wrong', (name, message) => {
    if (name === 'huge.json') truncateSync(join(folder, file(name, '')), 300 * 1024 ** 2)
    expect(run('analyze', name)).toEqual({ code: 2, stdout: '', stderr: `vitest-load: ${message}\n` })
  })

  it('shows names from outside as text', () => {
    const text = 'Type,Name,Request Count,Failure Count\nGET,"=cmd() \u001b[31m\n<b>",200,0\n,Aggregated,200,0\n'
    const { code, stdout } = run('analyze', file('formula_stats.csv', text))
    expect(code).toBe(0)
    expect(stdout).toContain('GET =cmd() \\x1b[31m\\n<b>')
  })

  it('leaves no temporary file where it cannot write', () => {
    subfolder('taken.md')
    const { code, stderr } = run('compare', 'result.json', 'result.json', '--md', 'taken.md')
    expect(stderr).toMatch(/^vitest-load: taken\.md: expected a file that can be written/)
    expect(code).toBe(2)
    expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([])
  })
})
