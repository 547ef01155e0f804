import { constantVus, load } from 'vitest-load'
import { measureWindow, WINDOW_END, WINDOW_START } from './cpu-window.ts'

// The same load as bare-undici.ts, by the library: measured, recorded and summed up.
const [url = '', users = '50'] = process.argv.slice(2)
const loading = load('GET /health', constantVus(Number(users), WINDOW_END + 1000), { baseUrl: url })
const microseconds = await measureWindow()
const result = await loading
console.log(JSON.stringify({ requests: result.between(WINDOW_START, WINDOW_END).requests.succeeded, microseconds }))
