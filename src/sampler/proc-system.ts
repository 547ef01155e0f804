import { type ProcFiles, tryRead } from './proc-files.ts'
import type { SystemFigures } from './system-figures.ts'

/**
 * The machine's figures from Linux's `/proc`, which was measured to take a tenth of what asking its programs does. A file that can't be read
 * leaves its figures out; throws what the system said where none can be.
 */
export function readSystemFromProc(proc: ProcFiles): SystemFigures {
  const memory = tryRead(() => readMemory(proc.text('meminfo')))
  const network = tryRead(() => readNetwork(proc.text('net/dev')))
  const load = tryRead(() => Number.parseFloat(proc.text('loadavg')))
  const cores = tryRead(() => readCores(proc.text('stat')))
  if ((cores ?? memory ?? network ?? load) === undefined) proc.text('stat')
  return { cores: cores ?? [], ...memory, ...network, load }
}

/** Lines `cpu0 user nice system idle iowait irq softirq steal …`, in ticks since the start of the machine. */
function readCores(stat: string): SystemFigures['cores'] {
  return [...stat.matchAll(/^cpu\d+ (.*)$/gm)].map(([, fields = '']) => {
    const [user = 0, nice = 0, system = 0, idle = 0, ioWait = 0, irq = 0, softIrq = 0, steal = 0] = fields.split(' ').map(Number)
    const busy = user + nice + system + irq + softIrq
    return { busy, total: busy + idle + ioWait + steal }
  })
}

function readMemory(text: string): Pick<SystemFigures, 'memory' | 'swap'> {
  const bytes = new Map([...text.matchAll(/^(\w+): +(\d+) kB$/gm)].map(([, name = '', size]) => [name, Number(size) * 1024]))
  const read = (name: string): number => bytes.get(name) ?? Number.NaN
  // Kernels before 3.14 don't estimate what is available.
  const available = bytes.get('MemAvailable') ?? read('MemFree') + read('Buffers') + read('Cached')
  return { memory: read('MemTotal') - available, swap: read('SwapTotal') - read('SwapFree') }
}

/** Lines `eth0: bytes packets errs drop fifo frame compressed multicast bytes …`, received before sent. */
function readNetwork(text: string): Pick<SystemFigures, 'networkReceived' | 'networkSent'> {
  let networkReceived = 0
  let networkSent = 0
  for (const [, name, fields = ''] of text.matchAll(/^ *([^\s:]+): *(.*)$/gm)) {
    if (name === 'lo') continue
    const numbers = fields.split(/ +/).map(Number)
    networkReceived += numbers[0] ?? 0
    networkSent += numbers[8] ?? 0
  }
  return { networkReceived, networkSent }
}
