import { type ProcFiles, tryRead } from './proc-files.ts'

/** The processes that listen on a port of this machine's loopback addresses, from Linux's `/proc`. */
export function findListenersInProc(proc: ProcFiles, port: number): readonly number[] {
  const tables = ['net/tcp', 'net/tcp6'].map((path) => tryRead(() => proc.text(path)) ?? '')
  const sockets = new Set(tables.flatMap((table) => socketsIn(table, port)).map((inode) => `socket:[${inode}]`))
  if (sockets.size === 0) return []
  const pids = proc.list('').filter((entry) => /^\d+$/.test(entry))
  return pids.filter((pid) => holdsAny(proc, pid, sockets)).map(Number)
}

const LISTENING = '0A'

/** Lines `sl local_address rem_address st … inode …`, addresses as hexadecimal `address:port`. */
function socketsIn(table: string, port: number): string[] {
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
    const [address = '', hexPort = ''] = local.split(':')
    const isIt = state === LISTENING && Number.parseInt(hexPort, 16) === port && isReachedByLoopback(address)
    return isIt && inode !== undefined ? [inode] : []
  })
}

/** Unspecified, loopback, or an IPv4 loopback address mapped into IPv6; each word of four bytes is in the order of the machine. */
function isReachedByLoopback(address: string): boolean {
  return /^0+$/.test(address) || /^(0{16}FFFF0000)?[\dA-F]{6}7F$/.test(address) || address === '00000000000000000000000001000000'
}

function holdsAny(proc: ProcFiles, pid: string, sockets: ReadonlySet<string>): boolean {
  const files = tryRead(() => proc.list(`${pid}/fd`)) ?? []
  return files.some((file) => sockets.has(tryRead(() => proc.link(`${pid}/fd/${file}`)) ?? ''))
}
