/** What a generator is to do. */
export type Work =
  /** As many connections, each with one request at a time, the next as soon as the last is answered. */
  | { readonly kind: 'closed'; readonly connections: number }
  /** Requests start at this rate per second, whatever the server does; `connections` are open at first. */
  | { readonly kind: 'open'; readonly rate: number; readonly connections: number }
  /** As many users, each resting between its requests, for seconds. */
  | { readonly kind: 'users'; readonly users: number; readonly thinkTime: number; readonly startRate: number }

/** One run of a generator. */
export interface Job {
  readonly work: Work
  readonly url: string
  readonly seconds: number
  /** How many threads may generate load. */
  readonly threads: number
  /** Our own transport, where it is forced. */
  readonly transport: string | undefined
}

/** A load generator: how it is called, and what its output says. */
export interface Peer {
  readonly name: string
  /** What is looked for in `node_modules/.bin` and `PATH`; Node itself runs what is JavaScript. */
  readonly program: string
  /** What Node is given before the program, where it is JavaScript. @default nothing */
  readonly flags?: readonly string[]
  /** How it prints its version; `undefined` if it cannot. */
  readonly version: { readonly arguments: readonly string[]; readonly pattern: RegExp } | undefined
  /** Why it cannot do a job; `undefined` if it can. */
  refuses(job: Job): string | undefined
  command(job: Job): Command
  /** Reads the output; throws if its form is unknown. */
  parse(output: string, job: Job): Reported | Refusal
}

export interface Command {
  readonly arguments: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Written into the directory that the command runs in. */
  readonly files?: Readonly<Record<string, string>>
  /** The file in that directory that holds the output. @default standard output */
  readonly output?: string
  /** A second command of the program that makes the output from what the first has written; its cost is not counted. */
  readonly report?: readonly string[]
}

/** What a generator says of its run. */
export interface Reported {
  readonly requests: number
  /** Those of them that failed, as far as the generator looks. */
  readonly failed: number
  /** How long it generated load. */
  readonly seconds: number
  /** Milliseconds. */
  readonly p50: number | undefined
  /** Milliseconds. */
  readonly p99: number | undefined
  /** Milliseconds that starts were late at the 99th percentile. Only ours tells. */
  readonly lagP99?: number | undefined
}

/** The job asks for something that this version of the generator does not have. */
export interface Refusal {
  readonly refused: string
}
