type Variables = Readonly<Record<string, string | undefined>>

/**
 * The environment of a server that Vitest starts: what this process got, without what says that a test is running. Many servers do
 * not listen under `NODE_ENV=test` or `VITEST`, and none shall be measured in a mode of its own; `given` may set them again.
 */
export function serverEnvironment(inherited: Variables, given: Variables): Variables {
  const { VITEST: _, VITEST_MODE: __, TEST: ___, NODE_ENV, ...rest } = inherited
  return { ...rest, ...(NODE_ENV === 'test' ? {} : { NODE_ENV }), ...given }
}
