import { afterEach, describe, expect, it, vi } from 'vitest'
import { parseProjectOptions } from './options.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('parseProjectOptions', () => {
  it('has a default for everything', () => {
    expect(parseProjectOptions({})).toEqual({
      name: 'load',
      include: ['**/*.load.?(c|m)[jt]s', 'tests/{load,stress,performance}/**/*.test.?(c|m)[jt]s'],
      exclude: [],
      report: { outputDir: '.vitest/load', ui: false },
      settings: { allowedHosts: [], coolDown: 0 },
      webServer: undefined,
      ready: undefined,
    })
  })

  it.each([
    [true, '.vitest/load/history.sqlite'],
    ['data/load.sqlite', 'data/load.sqlite'],
    [false, undefined],
  ])('keeps a history: %j', (history, path) => {
    expect(parseProjectOptions({ history }).report.history).toBe(path)
    expect(() => parseProjectOptions({ history: 5 })).toThrow(
      "Expected `history` to be a file such as '.load/history.sqlite', true or false, got 5",
    )
  })

  it('reads what is sampled and scraped', () => {
    const { settings } = parseProjectOptions({
      baseUrl: 'http://127.0.0.1:3000',
      sample: { every: '500ms' },
      metrics: { url: '/metrics', watch: ['queue_size'] },
    })
    expect(settings).toMatchObject({
      sample: { every: 500 },
      metrics: { url: 'http://127.0.0.1:3000/metrics', watch: ['queue_size'], headers: {} },
    })
    expect(parseProjectOptions({ sample: false }).settings.sample).toBe(false)
    expect(() => parseProjectOptions({ metrics: { url: '/metrics' } })).toThrow(
      "Expected `baseUrl` for the path in `metrics.url`: give one, such as 'http://127.0.0.1:3000', or a whole URL",
    )
  })

  it('reads times, and makes paths absolute', () => {
    vi.stubEnv('CI', '')
    const expectation = (): true => true
    expect(
      parseProjectOptions({
        baseUrl: 'http://127.0.0.1:3000/api/',
        webServer: { command: 'node server.js', url: '/health', env: { PORT: '3000' }, timeout: '2m', inspect: true },
        ready: { url: '/ready', expect: expectation, timeout: 500 },
        allowedHosts: ['staging.example.com'],
        coolDown: '30s',
      }),
    ).toMatchObject({
      settings: { baseUrl: 'http://127.0.0.1:3000/api/', allowedHosts: ['staging.example.com'], coolDown: 30_000 },
      webServer: {
        command: 'node server.js',
        url: 'http://127.0.0.1:3000/api/health',
        env: { PORT: '3000' },
        cwd: '.',
        timeout: 120_000,
        inspect: true,
        reuseExistingServer: true,
      },
      ready: { url: 'http://127.0.0.1:3000/api/ready', expect: expectation, timeout: 500 },
    })
  })

  it('takes the base URL from where the server answers', () => {
    const { settings } = parseProjectOptions({ webServer: { command: 'node server.js', url: 'http://[::1]:3000/health?deep' } })
    expect(settings.baseUrl).toBe('http://[::1]:3000')
  })

  it('does not take a running server in CI, unless told to', () => {
    vi.stubEnv('CI', 'true')
    const webServer = { command: 'node server.js', url: 'http://127.0.0.1:3000/health' }
    expect(parseProjectOptions({ webServer }).webServer?.reuseExistingServer).toBe(false)
    expect(parseProjectOptions({ webServer: { ...webServer, reuseExistingServer: true } }).webServer?.reuseExistingServer).toBe(
      true,
    )
  })

  it('lists all that is wrong', () => {
    const options = {
      baseUrl: 'localhost:3000',
      webServer: { command: '', url: 'health', timout: '30s', env: { PORT: 3000 } },
      allowedHosts: 'staging.example.com',
      include: [],
      coolDown: '-1s',
      names: 'load',
    }
    expect(() => parseProjectOptions(options)).toThrowErrorMatchingInlineSnapshot(`
      [OptionsError: loadProject: 9 problems
        - Unknown option \`names\`: did you mean \`name\`?
        - Expected \`baseUrl\` to be an http or https URL, such as 'http://127.0.0.1:3000', got 'localhost:3000'
        - Unknown option \`webServer.timout\`: did you mean \`timeout\`?
        - Expected \`webServer.command\` to be a text, got ''
        - Expected \`webServer.url\` to be an http or https URL, or a path such as '/health', got 'health'
        - Expected \`webServer.env\` to be an object of texts, such as { PORT: '3000' }, got an object
        - Expected \`allowedHosts\` to be a list of hosts, got 'staging.example.com'
        - Expected \`include\` to be a list of at least one globs, got an empty list
        - Expected \`coolDown\` to be a time of at least 0, such as '30s', got '-1s']
    `)
  })

  it('asks for the base URL of a path', () => {
    expect(() => parseProjectOptions({ ready: { url: '/ready' } })).toThrow(
      "loadProject: Expected `baseUrl` for the path in `ready.url`: give one, such as 'http://127.0.0.1:3000', or a whole URL",
    )
  })
})

describe('LOAD_UI', () => {
  it.each([
    ['1', false, true],
    ['true', undefined, true],
    ['0', true, false],
    ['false', true, false],
    ['', true, true],
  ])('of %j decides before `ui: %s`', (variable, ui, expected) => {
    vi.stubEnv('LOAD_UI', variable)
    expect(parseProjectOptions(ui === undefined ? {} : { ui }).report.ui).toBe(expected)
    vi.unstubAllEnvs()
  })

  it('is refused where it says neither', () => {
    vi.stubEnv('LOAD_UI', 'yes')
    expect(() => parseProjectOptions({})).toThrow("Expected `LOAD_UI` to be 1 or 0, got 'yes'")
    vi.unstubAllEnvs()
  })
})
