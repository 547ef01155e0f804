import { createMatchers } from './create-matchers.ts'

/** The matchers for `expect.extend`; their verdicts appear in no report. */
export const matchers = createMatchers(() => {})
