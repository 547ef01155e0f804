/** What says how large V8's young generation may become; `NODE_OPTIONS` may have quotes. */
const YOUNG_GENERATION = /^"?--max[-_]semi[-_]space[-_]size\b/

/**
 * What Node is given to run a load file, before the project's own `execArgv`: a young generation of 8 MB in each half, where V8 lets it grow
 * to several times as much while users join. A load of 10,000 users takes a third less memory for it. With 4 MB it would be a little less still, but
 * whoever reads large answers would need half as much CPU again (`npm run bench:young-generation`). Nothing, where somebody has said what it is to be.
 */
export function loadFlags(execArgv: readonly string[], nodeOptions = ''): readonly string[] {
  const isSaid = [...execArgv, ...nodeOptions.split(/\s+/)].some((flag) => YOUNG_GENERATION.test(flag))
  return isSaid ? [] : ['--max-semi-space-size=8']
}
