// JavaScript, as Vitest hands it to Node: to strip types itself takes Node memory and time that no load pays for.
import { load, OptionsError } from 'vitest-load'

/** @type {import('./ours.ts').OurJob} */
const { scenario, profile, options } = JSON.parse(process.argv[2] ?? '')
try {
  print(await load('file' in scenario ? new URL(scenario.file) : scenario, profile, options))
} catch (error) {
  if (!(error instanceof OptionsError)) throw error
  console.log(JSON.stringify({ refused: error.message.replaceAll(/\s*\n\s*/g, ' ') }))
}

/** @param {import('vitest-load').LoadResult} result */
function print({ requests, latency, duration, health }) {
  console.log(
    JSON.stringify({
      requests: requests.succeeded + requests.failed,
      failed: requests.failed,
      seconds: duration / 1000,
      p50: latency.p50,
      p99: latency.p99,
      // Not every version of the library has it.
      lagP99: health?.scheduleLag?.p99,
    }),
  )
}
