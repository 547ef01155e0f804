import { constantVus, load } from 'vitest-load'
import { measureWindow, WINDOW_END, WINDOW_START } from './cpu-window.ts'

// A load of declared requests in so many threads; CPU time is that of the whole process.
const [url = '', users = '50', threads = '1'] = process.argv.slice(2)
const loading = load('GET /health', constantVus(Number(users), WINDOW_END + 1000), { baseUrl: url, threads: Number(threads) })
const microseconds = await measureWindow()
const result = await loading
console.log(JSON.stringify({ requests: result.between(WINDOW_START, WINDOW_END).requests.succeeded, microseconds }))
