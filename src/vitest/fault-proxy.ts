import { type FaultProxy, type FaultProxyOptions, startFaultProxy } from '../faults/fault-proxy.ts'
import { callSiteOf, withCallSite } from './call-site.ts'
import { projectSettings } from './run-context.ts'
import { runningTest } from './running-test.ts'
import { endOfFile } from './test-record.ts'

/**
 * Starts a TCP proxy before a server, which breaks connections as it is told: put the load on `proxy.url`, and faults on the proxy. It runs in a
 * thread of its own, is closed when the test ends (in `beforeAll`, the file), and keeps no process alive. Whatever speaks TCP goes through it;
 * of `https` targets the certificate stays the server's.
 *
 * @param target An http, https or tcp URL on this machine, or on a host that is allowed. @default the project's `baseUrl`
 * @throws {OptionsError} if something is wrong with what it was given.
 * @throws {TargetUnreachableError} if nothing listens at the target.
 * @throws {HostNotAllowedError} if the target is neither loopback nor allowed.
 *
 * @example
 * const proxy = await faultProxy({ seed: 1 })
 * const slow = await proxy.add(latency('200ms', { jitter: '50ms' }))
 * await load('GET /health', constantVus(100, '10s'), { baseUrl: proxy.url })
 * await slow.remove()
 */
export async function faultProxy(options?: FaultProxyOptions): Promise<FaultProxy>
export async function faultProxy(target: string, options?: FaultProxyOptions): Promise<FaultProxy>
export async function faultProxy(first?: string | FaultProxyOptions, second?: FaultProxyOptions): Promise<FaultProxy> {
  // The running test is known only until the first await.
  const test = runningTest()
  const { allowedHosts, baseUrl } = projectSettings()
  const callSite = callSiteOf(faultProxy)
  const hasTarget = typeof first === 'string' || second !== undefined
  const [target, options] = hasTarget ? [first, second] : [baseUrl, first]
  try {
    const proxy = await startFaultProxy(target as string, options as FaultProxyOptions | undefined, allowedHosts)
    if (test !== undefined && test.result?.state === 'run') test.context.onTestFinished(() => proxy.close())
    else if (endOfFile.aborted || test !== undefined) await proxy.close()
    else endOfFile.addEventListener('abort', () => void proxy.close(), { once: true })
    return proxy
  } catch (error) {
    throw withCallSite(error, callSite)
  }
}
