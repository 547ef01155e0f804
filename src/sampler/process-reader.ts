import { readProc } from './proc-files.ts'
import { findListenersInProc } from './proc-listeners.ts'
import { listTreeFromProc } from './proc-processes.ts'
import { treeOf } from './process-figures.ts'
import type { ProcessReader } from './server-probe.ts'

/** Looks at processes by the means of this system. */
export function createProcessReader(): ProcessReader {
  if (process.platform === 'linux') {
    const proc = readProc()
    return {
      tree: async (roots) => listTreeFromProc(proc, roots),
      listeners: async (port) => findListenersInProc(proc, port),
    }
  }
  return {
    async tree(roots) {
      const { listProcessesByLibrary } = await import('./system-information.ts')
      return treeOf(await listProcessesByLibrary(), roots)
    },
    async listeners(port) {
      const { findListenersByLibrary } = await import('./system-information.ts')
      return await findListenersByLibrary(port)
    },
  }
}
