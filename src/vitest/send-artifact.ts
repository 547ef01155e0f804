import { recordArtifact } from 'vitest'
import type { KeptCapture } from '../metrics/kept-capture.ts'
import type { LadderFigures } from '../metrics/ladder-figures.ts'
import type { Progress } from '../metrics/progress.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { Study } from '../metrics/study.ts'
import type { NotedVerdict } from '../verdict/noted.ts'
import { takeOut, type UsedBaseline } from './artifact.ts'

type TestTask = Parameters<typeof recordArtifact>[0]

/** Sends a result to the reporter; resolves when it has it. */
export async function recordResult(test: TestTask, result: LoadResult): Promise<void> {
  await recordArtifact(test, { type: 'vitest-load:result', result: result.toJSON() })
}

/** Sends the verdicts of a test, and the baselines that it asked for, to the reporter; resolves when it has them. */
export async function recordVerdicts(
  test: TestTask,
  verdicts: readonly NotedVerdict[],
  baselines: readonly UsedBaseline[] = [],
): Promise<void> {
  await recordArtifact(test, { type: 'vitest-load:verdicts', verdicts, ...(baselines.length > 0 && { baselines }) })
}

/** Sends a study to the reporter; resolves when it has it. */
export async function recordStudy(test: TestTask, study: Study): Promise<void> {
  await recordArtifact(test, { type: 'vitest-load:study', study })
}

/** Sends a ladder to the reporter; resolves when it has it. */
export async function recordLadder(test: TestTask, ladder: LadderFigures): Promise<void> {
  await recordArtifact(test, { type: 'vitest-load:ladder', ladder })
}

/** Tells the reporter what was kept of the server; resolves when it knows. */
export async function recordCapture(test: TestTask, capture: KeptCapture): Promise<void> {
  await recordArtifact(test, { type: 'vitest-load:capture', capture })
}

/** Sends progress to the reporter. Neither waited for nor kept: progress that is lost or late is worth nothing. */
export function sendProgress(test: TestTask, progress: Progress): void {
  recordArtifact(test, { type: 'vitest-load:progress', progress }).then(
    (artifact) => takeOut(test.artifacts, artifact),
    () => {},
  )
}
