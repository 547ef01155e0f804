import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { Reading } from '../metrics/resource-log.ts'
import type { Probe } from './probe.ts'

/** One GPU at a moment. What it doesn't tell is `undefined`. */
export interface GpuFigures {
  /** Share of the time in which it was at work, lately. */
  readonly utilisation: number | undefined
  /** Bytes in use. */
  readonly memory: number | undefined
  /** Degrees Celsius. */
  readonly temperature: number | undefined
}

/** Milliseconds: asking a driver starts a program. */
const EVERY = 5000

/** Reads the GPUs of this machine; `undefined` where none tells anything of itself. */
export function createGpuProbe(readGpus: (() => Promise<readonly GpuFigures[]>) | undefined = findReader()): Probe | undefined {
  if (readGpus === undefined) return undefined
  return {
    source: 'gpu',
    every: EVERY,
    async read() {
      const gpus = await readGpus()
      const readings = gpus.flatMap((figures, index): Reading[] => {
        const labels = { gpu: `${index}` }
        const reading = (name: keyof GpuFigures, unit: string): Reading[] => {
          const value = figures[name]
          return value === undefined ? [] : [{ source: 'gpu', name, labels, unit, kind: 'gauge', value }]
        }
        return [...reading('utilisation', 'share'), ...reading('memory', 'bytes'), ...reading('temperature', '°C')]
      })
      return { readings }
    },
  }
}

/** Lines such as `37, 1024, 54`: percent, MiB and degrees; `[N/A]` or `[Not Supported]` for what a card doesn't tell. */
export function parseNvidia(text: string): readonly GpuFigures[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const [utilisation, memory, temperature] = line.split(',').map((field) => {
      const digits = /^\s*(\d+(?:\.\d+)?)\s*$/.exec(field)?.[1]
      return digits === undefined ? undefined : Number(digits)
    })
    return { utilisation: scaled(utilisation, 0.01), memory: scaled(memory, 1024 ** 2), temperature }
  })
}

/** The cards of Linux's amdgpu driver, which tell of themselves in files. */
export function readAmd(root = '/sys/class/drm'): readonly GpuFigures[] {
  return cardsOfAmd(root).map((card) => {
    const sensors = join(card, 'hwmon')
    const [sensor] = existsSync(sensors) ? readdirSync(sensors) : []
    return {
      utilisation: scaled(readNumber(join(card, 'gpu_busy_percent')), 0.01),
      memory: readNumber(join(card, 'mem_info_vram_used')),
      temperature: sensor === undefined ? undefined : scaled(readNumber(join(sensors, sensor, 'temp1_input')), 0.001),
    }
  })
}

function findReader(): (() => Promise<readonly GpuFigures[]>) | undefined {
  const program = process.platform === 'win32' ? 'nvidia-smi.exe' : 'nvidia-smi'
  const folders = (process.env.PATH ?? '').split(delimiter)
  if (folders.some((folder) => folder !== '' && existsSync(join(folder, program)))) return async () => await askNvidia(program)
  return cardsOfAmd('/sys/class/drm').length > 0 ? async () => readAmd() : undefined
}

const QUERY = ['--query-gpu=utilization.gpu,memory.used,temperature.gpu', '--format=csv,noheader,nounits']

async function askNvidia(program: string): Promise<readonly GpuFigures[]> {
  const { stdout } = await promisify(execFile)(program, QUERY, { timeout: EVERY, windowsHide: true })
  return parseNvidia(stdout)
}

function cardsOfAmd(root: string): readonly string[] {
  if (!existsSync(root)) return []
  const cards = readdirSync(root).filter((entry) => /^card\d+$/.test(entry))
  return cards.map((card) => join(root, card, 'device')).filter((card) => existsSync(join(card, 'gpu_busy_percent')))
}

function readNumber(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'latin1'), 10)
  } catch {
    return undefined
  }
}

function scaled(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor
}
