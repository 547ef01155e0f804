/** Where the page shows a test, or one of its results. */
export function anchorOf(test: number, result?: number): string {
  return result === undefined ? `test-${test + 1}` : `test-${test + 1}-${result + 1}`
}
