import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { ThreadTask } from './thread-task.ts'
import { workInThread } from './work-in-thread.ts'

await workInThread(workerData as ThreadTask, parentPort as MessagePort)
