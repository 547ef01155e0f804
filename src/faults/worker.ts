import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../core/errors.ts'
import { ProxyServer } from './proxy-server.ts'
import type { ProxyAnswer, ProxyOrder, ProxyTask } from './proxy-task.ts'

// The thread of a proxy: what is measured shall not wait for it, nor it for what is measured.
const port = parentPort as MessagePort
const task = workerData as ProxyTask
const server = new ProxyServer(task)
let last: Promise<void> = answer(async () => {
  await server.open(task.port)
  return { kind: 'listening', port: server.port }
})
port.on('message', (order: ProxyOrder) => {
  last = last.then(() =>
    answer(async () => {
      await follow(order)
      return { kind: 'done' }
    }),
  )
})

async function follow(order: ProxyOrder): Promise<void> {
  switch (order.kind) {
    case 'toxics':
      return await server.setToxics(order.toxics)
    case 'down':
      return await server.down()
    case 'up':
      return await server.up()
  }
}

async function answer(work: () => Promise<ProxyAnswer>): Promise<void> {
  const message = await work().catch((error: unknown): ProxyAnswer => ({ kind: 'failed', message: messageOf(error) }))
  port.postMessage(message)
}
