/** A connection to the inspector of a Node process, which speaks the protocol of Chrome's DevTools. */
export interface InspectorSession {
  readonly isOpen: boolean
  /** Calls a method of the protocol. Rejects with what the process said, or where it says nothing within `patience` milliseconds. */
  call(method: string, params: object, patience?: number): Promise<unknown>
  /** Calls `listener` with the parameters of each event of this name. */
  on(event: string, listener: (params: unknown) => void): void
  close(): void
}

/** Milliseconds. A process that is only busy answers in between. */
const PATIENCE = 2000

/** What the process sends: an answer has an `id`, an event has a `method`. */
interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

interface Asked {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/** Connects to an inspector by its `ws:` URL. Rejects where nobody answers. */
export async function openInspector(url: string): Promise<InspectorSession> {
  const socket = new WebSocket(url)
  const asked = new Map<number, Asked>()
  const listeners = new Map<string, (params: unknown) => void>()
  let last = 0
  const isOpen = (): boolean => socket.readyState === WebSocket.OPEN
  const opened = Promise.withResolvers<void>()
  socket.addEventListener('open', () => opened.resolve())
  socket.addEventListener('error', () => opened.reject(new Error('nobody answered at its inspector')))
  socket.addEventListener('message', ({ data }) => {
    const { id = 0, method = '', params, result, error } = JSON.parse(String(data)) as Message
    listeners.get(method)?.(params)
    const one = asked.get(id)
    asked.delete(id)
    if (error === undefined) one?.resolve(result)
    else one?.reject(new Error(error.message))
  })
  socket.addEventListener('close', () => {
    for (const { reject } of asked.values()) reject(new Error('its inspector closed'))
    asked.clear()
  })
  try {
    await inTime(opened.promise, PATIENCE)
  } catch (error) {
    socket.close()
    throw error
  }
  return {
    get isOpen() {
      return isOpen()
    },
    call(method, params, patience = PATIENCE) {
      if (!isOpen()) return Promise.reject(new Error('its inspector closed'))
      last += 1
      const id = last
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      asked.set(id, { resolve, reject })
      socket.send(JSON.stringify({ id, method, params }))
      return inTime(promise, patience).finally(() => asked.delete(id))
    },
    on: (event, listener) => void listeners.set(event, listener),
    close: () => socket.close(),
  }
}

async function inTime<T>(promise: Promise<T>, patience: number): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`its inspector did not answer within ${patience / 1000} s`)), patience)
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
