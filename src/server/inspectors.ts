type Variables = Readonly<Record<string, string | undefined>>

/**
 * Makes every Node process of a server open its inspector, on a free port of loopback each: which of them listens for requests, only they
 * know. A process that is no Node takes no notice.
 */
export function withInspector(environment: Variables): Variables {
  const { NODE_OPTIONS = '' } = environment
  return { ...environment, NODE_OPTIONS: `${NODE_OPTIONS} --inspect=127.0.0.1:0`.trim() }
}

/** Where an inspector listens, if this line that a Node process wrote says so. */
export function inspectorIn(line: string): string | undefined {
  return /^Debugger listening on (ws:\/\/127\.0\.0\.1:\d+\/[\w-]+)$/.exec(line)?.[1]
}
