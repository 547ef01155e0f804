import { constantVus, load } from 'vitest-load'

// The same load as bare-undici.ts, by the library: measured, recorded and summed up.
const [url = '', users = '50', seconds = '3'] = process.argv.slice(2)
const before = process.cpuUsage()
const result = await load('GET /health', constantVus(Number(users), `${Number(seconds)}s`), { baseUrl: url })
const { user, system } = process.cpuUsage(before)
console.log(JSON.stringify({ requests: result.requests.succeeded, microseconds: user + system, seconds: Number(seconds) }))
