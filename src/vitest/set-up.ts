import { afterAll, beforeAll, expect } from 'vitest'
import { listenForInterruption } from './interruption.ts'
import { createMatchers } from './matchers/create-matchers.ts'
import { beginFile, noteVerdict, reportRest } from './test-record.ts'

expect.extend(createMatchers(noteVerdict))
listenForInterruption()
// biome-ignore lint/correctness/noEmptyPattern: as below
beforeAll(({}, file) => beginFile(file))
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures are wanted
afterAll(({}, file) => reportRest(file))
