import { createHash } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { fileSlug } from '../core/file-slug.ts'
import type { Environment } from '../metrics/environment.ts'

/** The folder of a test file's baselines. */
export function baselineFolder(testFile: string): string {
  return join(dirname(testFile), '__baselines__', basename(testFile))
}

/** The name of a baseline's files, without environment and `.json`. A name that a file can't have whole gets a hash of it. */
export function baselineStem(name: string): string {
  const slug = fileSlug(name)
  const isWhole = Buffer.byteLength(name) <= LONGEST_WHOLE && /[\p{L}\p{N}]/u.test(slug) && slug !== 'unnamed'
  if (isWhole && !RESERVED.test(slug)) return slug
  return `${slug}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
}

/** Slugs are cut at 120 bytes. */
const LONGEST_WHOLE = 120
/** Devices of Windows, with whatever ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * The environment as part of a file's name: what decides how fast a machine is, and no more, so that an update of its system needs no new
 * baselines. `LOAD_ENVIRONMENT` gives it another name, for machines that are alike.
 */
export function environmentName({ os, arch, cpu, cores, node }: NamedEnvironment, given = process.env.LOAD_ENVIRONMENT): string {
  const name = givenEnvironment(given)
  if (name !== undefined) return name
  const [system = ''] = os.split(' ')
  const [major = ''] = node.split('.')
  const model = cpu.replaceAll(/\((r|tm|c)\)|\bcpu\b|\bprocessor\b|\b\d+-core\b|@.*$/gi, ' ')
  return inFileName(`${system} ${arch} ${model} ${cores} ${cores === 1 ? 'core' : 'cores'} node ${major}`.toLowerCase())
}

/** What `LOAD_ENVIRONMENT` says, as part of a file's name; `undefined` where it says nothing. */
export function givenEnvironment(given = process.env.LOAD_ENVIRONMENT): string | undefined {
  return given === undefined || given.trim() === '' ? undefined : inFileName(given)
}

type NamedEnvironment = Pick<Environment, 'os' | 'arch' | 'cpu' | 'cores' | 'node'>

/** Without a dot, which parts it from the name of the test. */
function inFileName(text: string): string {
  return fileSlug(text.replaceAll('.', '-').replaceAll(/[\s-]+/g, '-'))
}

/** The parts of a baseline file's name; `undefined` of any other file. */
export function parseFileName(file: string): { readonly stem: string; readonly environment: string } | undefined {
  const [, stem, environment] = /^(.+)\.([^.]+)\.json$/.exec(file) ?? []
  return stem === undefined || environment === undefined ? undefined : { stem, environment }
}

export function fileName(stem: string, environment: string): string {
  return `${stem}.${environment}.json`
}
