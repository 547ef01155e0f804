import { closeSync, openSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { messageOf } from '../core/errors.ts'
import type { CaptureKind } from '../core/settings.ts'
import { inspectServer } from './inspected-server.ts'
import type { InspectorSession } from './inspector-session.ts'

/** What a Node server tells of itself for somebody who looks into it later. */
export interface ServerCapture {
  /** Ends it, and writes what it has into a file. Rejects where that fails. */
  keep(path: string): Promise<void>
  /** Ends it; what it has is lost. */
  drop(): void
}

/**
 * Microseconds between two looks at the server's stack. A fifth of how often V8 looks by itself: the samples of an hour stay below 20 MB of the
 * server's memory, which soak tests judge.
 */
const LOOKS_EVERY = 5000

/** Milliseconds that a server may take to hand out what it has: it does nothing else meanwhile. */
const PATIENCE = 120_000

/** Starts to record a CPU profile, or makes ready for a heap snapshot, which is taken when it is kept. Rejects where there is no server. */
export async function startCapture(urls: readonly string[], kind: CaptureKind): Promise<ServerCapture> {
  return kind === 'cpu-profile' ? await recordProfile(urls) : { keep: (path) => takeSnapshot(urls, path), drop() {} }
}

async function recordProfile(urls: readonly string[]): Promise<ServerCapture> {
  const session = await inspectServer(urls)
  try {
    await session.call('Profiler.enable', {})
    await session.call('Profiler.setSamplingInterval', { interval: LOOKS_EVERY })
    await session.call('Profiler.start', {})
  } catch (error) {
    session.close()
    throw new Error(`the server's CPU could not be profiled: ${messageOf(error)}`)
  }
  return {
    async keep(path) {
      try {
        const { profile } = (await session.call('Profiler.stop', {}, PATIENCE)) as { readonly profile: object }
        await writeFile(path, JSON.stringify(profile))
      } finally {
        session.close()
      }
    },
    drop: () => session.close(),
  }
}

/** As large as the heap, so it goes to the file piece by piece: each is written before the next one is read. */
async function takeSnapshot(urls: readonly string[], path: string): Promise<void> {
  const session = await inspectServer(urls)
  const file = openSync(path, 'w')
  try {
    await receiveSnapshot(session, (chunk) => writeFileSync(file, chunk))
  } finally {
    session.close()
    closeSync(file)
  }
}

async function receiveSnapshot(session: InspectorSession, write: (chunk: string) => void): Promise<void> {
  const failed = Promise.withResolvers<never>()
  session.on('HeapProfiler.addHeapSnapshotChunk', (params) => {
    try {
      write((params as { readonly chunk: string }).chunk)
    } catch (error) {
      failed.reject(error)
      session.close()
    }
  })
  const taken = session.call('HeapProfiler.takeHeapSnapshot', { reportProgress: false }, PATIENCE)
  await Promise.race([failed.promise, taken])
}
