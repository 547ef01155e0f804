import { recordArtifact, type TestArtifact, type TestArtifactBase } from 'vitest'
import type { TestCase } from 'vitest/node'
import type { LoadSettings, ReportSettings } from '../core/settings.ts'
import type { Progress } from '../metrics/progress.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { StoredResult } from '../metrics/stored-result.ts'
import type { BaselineReport } from '../report/model.ts'
import type { NotedVerdict } from '../verdict/noted.ts'

/** A load that ended, completed or aborted. */
export interface ResultArtifact extends TestArtifactBase {
  type: 'vitest-load:result'
  result: StoredResult
}

/** How far the test's load is. */
export interface ProgressArtifact extends TestArtifactBase {
  type: 'vitest-load:progress'
  progress: Progress
}

/** What the test's matchers said, in order; once for each attempt of a test. */
export interface VerdictsArtifact extends TestArtifactBase {
  type: 'vitest-load:verdicts'
  verdicts: readonly NotedVerdict[]
  /** The baselines that were asked for; missing where none was. */
  baselines?: readonly UsedBaseline[]
}

/** A baseline that a test asked for. */
export interface UsedBaseline {
  /** Its files' name, without environment and ending. */
  readonly stem: string
  /** Which result was compared. */
  readonly result: { readonly name: string; readonly startedAt: string }
  /** What it was compared with; missing where there was nothing. */
  readonly baseline?: BaselineReport
}

declare const loadArtifacts: unique symbol

declare module 'vitest' {
  interface TestArtifactRegistry {
    [loadArtifacts]: ResultArtifact | ProgressArtifact | VerdictsArtifact
  }
  interface ProvidedContext {
    /** From `loadProject`, and only in its tests. */
    'vitest-load': LoadSettings
    'vitest-load:report': ReportSettings
  }
}

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

/** Sends progress to the reporter. Neither waited for nor kept: progress that is lost or late is worth nothing. */
export function sendProgress(test: TestTask, progress: Progress): void {
  recordArtifact(test, { type: 'vitest-load:progress', progress }).then(
    (artifact) => remove(test.artifacts, artifact),
    () => {},
  )
}

/** In the reporter: takes an artifact back, so that it is not stored. */
export function dropArtifact(test: TestCase, artifact: TestArtifact): void {
  const task = test.project.vitest.state.idMap.get(test.id)
  if (task?.type === 'test') remove(task.artifacts, artifact)
}

export function isResult(artifact: TestArtifact): artifact is ResultArtifact {
  return artifact.type === 'vitest-load:result'
}

export function isProgress(artifact: TestArtifact): artifact is ProgressArtifact {
  return artifact.type === 'vitest-load:progress'
}

export function isVerdicts(artifact: TestArtifact): artifact is VerdictsArtifact {
  return artifact.type === 'vitest-load:verdicts'
}

function remove(artifacts: TestArtifact[], artifact: TestArtifact): void {
  const index = artifacts.indexOf(artifact)
  if (index !== -1) artifacts.splice(index, 1)
}
