import type { TestArtifact, TestArtifactBase } from 'vitest'
import type { TestCase } from 'vitest/node'
import type { LoadSettings, ReportSettings } from '../core/settings.ts'
import type { KeptCapture } from '../metrics/kept-capture.ts'
import type { LadderFigures } from '../metrics/ladder-figures.ts'
import type { Progress } from '../metrics/progress.ts'
import type { StoredResult } from '../metrics/stored-result.ts'
import type { Study } from '../metrics/study.ts'
import type { BaselineReport } from '../report/model.ts'
import type { NotedVerdict } from '../verdict/noted.ts'

/** A load that ended, completed or aborted. */
export interface ResultArtifact extends TestArtifactBase {
  type: 'vitest-load:result'
  result: StoredResult
}

/** A benchmark or a search for a capacity that ended. */
export interface StudyArtifact extends TestArtifactBase {
  type: 'vitest-load:study'
  study: Study
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

/** A ladder whose levels were all run; each of them is a result of its own, too. */
export interface LadderArtifact extends TestArtifactBase {
  type: 'vitest-load:ladder'
  ladder: LadderFigures
}

/** What was to be kept of the server, because a limit of the test was broken. */
export interface CaptureArtifact extends TestArtifactBase {
  type: 'vitest-load:capture'
  capture: KeptCapture
}

declare const loadArtifacts: unique symbol

declare module 'vitest' {
  interface TestArtifactRegistry {
    [loadArtifacts]: ResultArtifact | StudyArtifact | ProgressArtifact | VerdictsArtifact | LadderArtifact | CaptureArtifact
  }
  interface TaskMeta {
    /** Of a file: the process that runs it. */
    'vitest-load:pid'?: number
  }
  interface ProvidedContext {
    /** From `loadProject`, and only in its tests. */
    'vitest-load': LoadSettings
    'vitest-load:report': ReportSettings
  }
}

/** In the reporter: takes an artifact back, so that it is not stored. */
export function dropArtifact(test: TestCase, artifact: TestArtifact): void {
  const task = test.project.vitest.state.idMap.get(test.id)
  if (task?.type === 'test') takeOut(task.artifacts, artifact)
}

export function isResult(artifact: TestArtifact): artifact is ResultArtifact {
  return artifact.type === 'vitest-load:result'
}

export function isStudy(artifact: TestArtifact): artifact is StudyArtifact {
  return artifact.type === 'vitest-load:study'
}

export function isProgress(artifact: TestArtifact): artifact is ProgressArtifact {
  return artifact.type === 'vitest-load:progress'
}

export function isVerdicts(artifact: TestArtifact): artifact is VerdictsArtifact {
  return artifact.type === 'vitest-load:verdicts'
}

export function isLadder(artifact: TestArtifact): artifact is LadderArtifact {
  return artifact.type === 'vitest-load:ladder'
}

export function isCapture(artifact: TestArtifact): artifact is CaptureArtifact {
  return artifact.type === 'vitest-load:capture'
}

/** Takes one out of a list that Vitest keeps. */
export function takeOut(artifacts: TestArtifact[], artifact: TestArtifact): void {
  const index = artifacts.indexOf(artifact)
  if (index !== -1) artifacts.splice(index, 1)
}
