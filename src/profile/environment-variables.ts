/** Variables as `process.env` has them. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>

/**
 * A variable as a user would have written it in code, to be read as an option: plain decimals are numbers. One that is empty is
 * not set, as CI passes on an input that was left out.
 */
export function variable(env: EnvironmentVariables, name: string): string | number | undefined {
  const text = env[name]?.trim()
  if (text === undefined || text === '') return undefined
  return /^-?(\d+|\d*\.\d+)$/.test(text) ? Number(text) : text
}
