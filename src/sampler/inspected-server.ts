import { messageOf } from '../core/errors.ts'
import { type InspectorSession, openInspector } from './inspector-session.ts'

/**
 * Connects to the Node process that listens for requests, of those whose inspectors are given: a command such as `npm start` is a Node
 * process too. Rejects with why there is none.
 */
export async function inspectServer(urls: readonly string[], open = openInspector): Promise<InspectorSession> {
  let problem = 'no Node process opened an inspector'
  for (const url of urls) {
    const session = await open(url).catch((error: unknown) => {
      problem = messageOf(error)
    })
    if (session === undefined) continue
    try {
      if (await isListening(session)) return session
      problem = 'no Node process with an inspector listens on a port'
    } catch (error) {
      problem = messageOf(error)
    }
    session.close()
  }
  throw new Error(`the server could not be inspected: ${problem}`)
}

interface Evaluated {
  readonly result: { readonly value?: unknown; readonly objectId?: string }
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } }
}

/** What a program in the process came to. Throws what it threw. */
export function evaluated(answer: unknown): Evaluated {
  const { exceptionDetails } = answer as Evaluated
  if (exceptionDetails === undefined) return answer as Evaluated
  const { text, exception } = exceptionDetails
  throw new Error(exception?.description?.split('\n')[0] ?? text)
}

/** The inspector's own socket is none of the event loop's. */
async function isListening(session: InspectorSession): Promise<boolean> {
  const expression = "process.getActiveResourcesInfo().includes('TCPServerWrap')"
  return evaluated(await session.call('Runtime.evaluate', { expression, returnByValue: true })).result.value === true
}
