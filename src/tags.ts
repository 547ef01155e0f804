/**
 * Makes the tags of load tests known to TypeScript, so that a misspelt one is an error. Import it once, such as in
 * `vitest.config.ts`; tags of your own join in the same way.
 */
declare module 'vitest' {
  interface TestTags {
    'vitest-load': 'smoke' | 'load' | 'stress' | 'spike' | 'soak' | 'benchmark' | 'performance' | 'slow'
  }
}

export {}
