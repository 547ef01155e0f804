import { constantVus, load, type ScenarioFunction } from 'vitest-load'
import { measureWindow, WINDOW_END, WINDOW_START } from './cpu-window.ts'

// The same load as bare-undici.ts, by the library: measured, recorded and summed up; of a declared request, or of an async function.
const [url = '', users = '50', kind = 'declared'] = process.argv.slice(2)
const health: ScenarioFunction = async ({ http }) => {
  const { status } = await http.get('/health')
  if (status !== 200) throw new Error(`Expected status 200, got ${status}`)
}
const loading = load(kind === 'declared' ? 'GET /health' : health, constantVus(Number(users), WINDOW_END + 1000), {
  baseUrl: url,
})
const microseconds = await measureWindow()
const result = await loading
console.log(JSON.stringify({ requests: result.between(WINDOW_START, WINDOW_END).requests.succeeded, microseconds }))
