/** A result of a test: one without a name of its own is called as its test is, or `… (2)`. */
export function resultTitle(test: string, result: string): string {
  return result === test || result.startsWith(`${test} (`) ? result : `${test} · ${result}`
}
