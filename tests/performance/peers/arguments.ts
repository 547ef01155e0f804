import { parseArgs } from 'node:util'
import type { Peer } from './peer.ts'
import type { Section } from './sections.ts'

export interface Arguments {
  readonly sections: readonly Section[]
  readonly peers: readonly Peer[]
  /** Of one run. */
  readonly seconds: number
  readonly rounds: number
  /** Processes of nginx; `undefined` leaves a core to the generator. */
  readonly workers: number | undefined
  readonly transport: string | undefined
  /** The JSON file; `undefined` puts it into a temporary folder. */
  readonly out: string | undefined
}

export const USAGE = `npm run bench:peers -- [options]
  --sections closed,tls   which comparisons (default: all)
  --peers wrk,k6          against whom (default: all that are installed)
  --seconds 10            how long each run lasts
  --rounds 5              how often each is run, in turns
  --workers 1             worker processes of nginx (default: all cores but one)
  --transport wire        forces our transport: wire or undici
  --out peers.json        where the figures go as JSON (default: a temporary file)`

/** Reads the command line; throws one error that says what is allowed. */
export function readArguments(given: readonly string[], sections: readonly Section[], peers: readonly Peer[]): Arguments {
  const { values } = parseArgs({
    args: [...given],
    options: {
      sections: { type: 'string' },
      peers: { type: 'string' },
      seconds: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '5' },
      workers: { type: 'string' },
      transport: { type: 'string' },
      out: { type: 'string' },
    },
  })
  const { transport, workers, out } = values
  if (transport !== undefined && !['wire', 'undici'].includes(transport)) {
    throw new Error(`Expected \`--transport\` to be wire or undici, got '${transport}'`)
  }
  return {
    sections: choose('--sections', values.sections, sections, ({ id }) => id),
    peers: choose('--peers', values.peers, peers, ({ name }) => name.toLowerCase()),
    seconds: wholeNumber('--seconds', values.seconds, 3600),
    rounds: wholeNumber('--rounds', values.rounds, 100),
    workers: workers === undefined ? undefined : wholeNumber('--workers', workers, 64),
    transport,
    out,
  }
}

function choose<T>(option: string, given: string | undefined, all: readonly T[], nameOf: (one: T) => string): readonly T[] {
  if (given === undefined) return all
  const names = given.split(',').map((name) => name.trim().toLowerCase())
  const unknown = names.filter((name) => !all.some((one) => nameOf(one) === name))
  if (unknown.length > 0) {
    throw new Error(`Expected \`${option}\` to name some of ${all.map(nameOf).join(', ')}, got '${unknown.join(', ')}'`)
  }
  return all.filter((one) => names.includes(nameOf(one)))
}

function wholeNumber(option: string, text: string, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value >= 1 && value <= most) return value
  throw new Error(`Expected \`${option}\` to be a whole number from 1 to ${most.toLocaleString('en-US')}, got '${text}'`)
}
