import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { locate, readAll } from './program.ts'
import type { TargetServer } from './target-server.ts'

const BODY = '{"status":"ok","items":[1,2,3]}'

/** Starts nginx with a configuration and ports of its own; `undefined` if it is not installed. */
export async function startNginx(directory: string, workers: number, openFiles: number): Promise<TargetServer | undefined> {
  const file = await locate('nginx')
  if (file === undefined) return undefined
  const build = await readAll([file, '-V'])
  const [port, securePort] = await freePorts()
  const isSecure = await makeCertificate(directory)
  const configuration = join(directory, 'nginx.conf')
  await writeFile(
    configuration,
    describe({ directory, build, workers, openFiles, port, securePort: isSecure ? securePort : undefined }),
  )
  const child = spawn(file, ['-p', directory, '-e', join(directory, 'error.log'), '-c', configuration], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
  }
  const url = `http://127.0.0.1:${port}/`
  await waitUntilUp(child, url).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return {
    name: `nginx ${/nginx version: nginx\/(\S+)/.exec(build)?.[1] ?? ''}, ${workers} worker${workers === 1 ? '' : 's'}`,
    url,
    secureUrl: isSecure ? `https://127.0.0.1:${securePort}/` : undefined,
    stop,
  }
}

interface Description {
  readonly directory: string
  readonly build: string
  readonly workers: number
  readonly openFiles: number
  readonly port: number
  readonly securePort: number | undefined
}

function describe({ directory, build, workers, openFiles, port, securePort }: Description): string {
  const location = `location / { default_type application/json; return 200 '${BODY}'; }`
  const secure = `server { listen 127.0.0.1:${securePort} ssl backlog=4096;
    ssl_certificate ${join(directory, 'certificate.pem')}; ssl_certificate_key ${join(directory, 'key.pem')}; ${location} }`
  // The folders that were compiled in may belong to somebody else.
  const modules = ['proxy', 'fastcgi', 'uwsgi', 'scgi'].filter((name) => !build.includes(`--without-http_${name}_module`))
  const folders = ['client_body', ...modules].map((name) => `${name}_temp_path ${join(directory, name)};`)
  return `
worker_processes ${workers};
worker_rlimit_nofile ${openFiles};
pid ${join(directory, 'nginx.pid')};
daemon off;
events { worker_connections ${openFiles - 200}; multi_accept on; }
http {
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 75s;
  ${folders.join(' ')}
  server { listen 127.0.0.1:${port} backlog=4096; ${location} }
  ${securePort === undefined ? '' : secure}
}
`
}

async function makeCertificate(directory: string): Promise<boolean> {
  const file = await locate('openssl')
  if (file === undefined) return false
  await readAll([
    ...[file, 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
    ...['-keyout', join(directory, 'key.pem'), '-out', join(directory, 'certificate.pem')],
  ])
  return (await locate(join(directory, 'certificate.pem'))) !== undefined
}

async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()].map((server) => server.listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const [port = 0, other = 0] = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return [port, other]
}

async function waitUntilUp(child: ChildProcess, url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`Expected nginx to start, it ended with ${child.exitCode}`)
    const answered = await fetch(url).then(
      async (response) => (await response.text()) === BODY,
      () => false,
    )
    if (answered) return
    await sleep(50)
  }
  throw new Error(`Expected nginx to answer at ${url} within 5 s`)
}
