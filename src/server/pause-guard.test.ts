import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { hasMembers } from './group-members.ts'

const script = `
  import { startProcessGroup } from ${JSON.stringify(new URL('./process-group.ts', import.meta.url).href)}
  const group = startProcessGroup('exec sleep 100', { cwd: process.cwd(), env: process.env })
  await new Promise((resolve) => setTimeout(resolve, 200))
  group.pause()
  console.log(group.pid)
  setInterval(() => {}, 1000)`

it.skipIf(process.platform === 'win32')('kills a paused group when whoever paused it is killed', async () => {
  const owner = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [text] = (await once(owner.stdout.setEncoding('utf8'), 'data')) as [string]
  const group = Number(text)
  expect(hasMembers(group)).toBe(true)
  owner.kill('SIGKILL')
  await expect.poll(() => hasMembers(group)).toBe(false)
})
