import { availableParallelism, cpus, release, totalmem, type } from 'node:os'

/** The machine that generated the load. */
export interface Environment {
  /** Of Node.js, without the v. */
  readonly node: string
  /** Name and release. */
  readonly os: string
  readonly arch: string
  /** The CPU's model name. */
  readonly cpu: string
  /** How many cores this process may use. */
  readonly cores: number
  /** Bytes. */
  readonly memory: number
  readonly ci: boolean
}

/** Describes this machine. */
export function readEnvironment(): Environment {
  return {
    node: process.versions.node,
    os: `${type()} ${release()}`,
    arch: process.arch,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: totalmem(),
    ci: Boolean(process.env.CI),
  }
}
