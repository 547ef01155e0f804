/** What says how large V8's young generation may become. */
const YOUNG_GENERATION = /^--max[-_]semi[-_]space[-_]size\b/

/**
 * What Node is given to run a load file, before the project's own `execArgv`: a young generation of 8 MB in each half, where V8 lets it grow
 * to several times as much while users join. It takes a third of the memory from a load of 10,000 users, and 4 MB more of it would come at
 * the price of half as much again for whoever reads large answers. Nothing, where somebody has said what it is to be.
 */
export function loadFlags(execArgv: readonly string[], nodeOptions = ''): readonly string[] {
  const isSaid = [...execArgv, ...nodeOptions.split(/\s+/)].some((flag) => YOUNG_GENERATION.test(flag))
  return isSaid ? [] : ['--max-semi-space-size=8']
}
