export { analyze } from './analysis/analyze.ts'
export { type ErrorGrade, type Grades, gradesOf, type LatencyGrade } from './analysis/grades.ts'
export type { ThresholdsOptions } from './analysis/thresholds.ts'
export type { Baseline } from './baseline/baseline.ts'
export { readBaseline } from './baseline/stored-baseline.ts'
export { LoadTestError } from './core/errors.ts'
export { OptionsError, type Problem } from './core/options.ts'
export type { Random } from './core/random.ts'
export type { Duration, Rate, Share, Size } from './core/units.ts'
export type { FaultProxy, FaultProxyOptions, ToxicHandle } from './faults/fault-proxy.ts'
export { FaultProxyError } from './faults/proxy-thread.ts'
export {
  type Bandwidth,
  bandwidth,
  cut,
  type Direction,
  type LatencyOptions,
  latency,
  type ResetOptions,
  refuse,
  reset,
  type SliceOptions,
  slice,
  slowClose,
  swallow,
  type Toxic,
  type ToxicOptions,
} from './faults/toxic.ts'
export type { Expect } from './http/expect.ts'
export { HostNotAllowedError } from './http/host-guard.ts'
export type { Http } from './http/http.ts'
export { TargetUnreachableError } from './http/reachability.ts'
export { BodyError, type Reply } from './http/reply.ts'
export type { CallOptions, Method, RequestLine, RequestOptions } from './http/request.ts'
export { RequestError } from './http/request-error.ts'
export type { BackOffOptions, RetryCause, RetryOptions } from './http/retry.ts'
export type { BenchmarkLatency, BenchmarkResult, BenchmarkStatistics } from './metrics/benchmark-result.ts'
export type {
  Capacity,
  CapacityLevel,
  CapacityLimit,
  CapacityResult,
  CapacityVerdict,
  LevelVerdict,
  ObjectiveMetric,
} from './metrics/capacity-result.ts'
export type {
  CheckCount,
  ErrorExample,
  ErrorGroup,
  IterationCounts,
  RequestCounts,
} from './metrics/counts.ts'
export type { Environment } from './metrics/environment.ts'
export type { ErrorCategory } from './metrics/error-category.ts'
export type { Finding } from './metrics/finding.ts'
export type { GeneratorHealth } from './metrics/generator-health.ts'
export type { LadderRow } from './metrics/ladder-figures.ts'
export { parseResult } from './metrics/load-result.ts'
export type { Outcome, Warning } from './metrics/outcome.ts'
export { UnknownMetricError } from './metrics/resource-metric.ts'
export type {
  GeneratorResources,
  GpuResources,
  ResourceKind,
  ResourceLabels,
  ResourceMark,
  ResourcePoint,
  ResourceSeries,
  ResourceSource,
  Resources,
  ServerResources,
  SystemResources,
} from './metrics/resources.ts'
export type { LoadResult, Measurement, TimelinePoint } from './metrics/result.ts'
export { UnknownSliceError } from './metrics/slice.ts'
export type { StoredResult } from './metrics/stored-result.ts'
export type { TargetComparison } from './metrics/target-comparison.ts'
export type { TimelineEvent } from './metrics/timeline-event.ts'
export { constantRate } from './profile/constant-rate.ts'
export { constantVus } from './profile/constant-vus.ts'
export { describeProfile } from './profile/describe-profile.ts'
export { type LoadLevel, levels } from './profile/levels.ts'
export type { OpenOptions } from './profile/open-options.ts'
export { perVuIterations } from './profile/per-vu-iterations.ts'
export type {
  AppliedProfile,
  Arrivals,
  Burst,
  ClosedProfile,
  ConstantRate,
  ConstantVus,
  LoadModel,
  OpenProfile,
  PerVuIterations,
  Profile,
  RampingRate,
  RampingVus,
  SharedIterations,
  Stage,
  Together,
} from './profile/profile.ts'
export { type ProgressiveRateOptions, type ProgressiveVusOptions, progressive } from './profile/progressive.ts'
export { type RampingRateOptions, type RampingRateStage, rampingRate } from './profile/ramping-rate.ts'
export { rampingVus } from './profile/ramping-vus.ts'
export { sharedIterations } from './profile/shared-iterations.ts'
export { type SoakRateOptions, type SoakVusOptions, soak } from './profile/soak.ts'
export { type SpikeRateOptions, type SpikeVusOptions, spike } from './profile/spike.ts'
export type { BenchmarkInputs } from './run/benchmark.ts'
export type { BenchmarkOptions } from './run/benchmark-options.ts'
export { BenchmarkError } from './run/benchmark-rounds.ts'
export type { BenchmarkInput } from './run/benchmark-task.ts'
export type { CapacityObjectiveOptions, CapacityOptions } from './run/capacity-options.ts'
export type { ComparedTargets, CompareOptions } from './run/compare-options.ts'
export { at, type LoadEvent } from './run/events.ts'
export type { FanOutFunction, FanOutOptions } from './run/fan-out.ts'
export type { LadderLevel, LadderOptions } from './run/ladder-options.ts'
export type { Ladder } from './run/ladder-result.ts'
export { LoadAbortedError } from './run/load-aborted-error.ts'
export type { LoadEntries } from './run/load-all.ts'
export type { LoadOptions } from './run/load-options.ts'
export type { MetricsOptions, SampleOptions } from './sampler/sample-options.ts'
export type { ScenarioContext } from './scenario/context.ts'
export { type Feeder, type FeederOptions, feeder } from './scenario/feeder.ts'
export { type Pacing, pacing } from './scenario/pacing.ts'
export { FeederEmptyError } from './scenario/row-source.ts'
export { type Scenario, type ScenarioFunction, type ScenarioInput, type ScenarioOptions, scenario } from './scenario/scenario.ts'
export type { WeightedTask } from './scenario/tasks.ts'
export { between, constant, exponential, type ThinkTime } from './scenario/think-time.ts'
export type { LatencySummary } from './stats/summary.ts'
export type { AbortWhen } from './verdict/abort-options.ts'
export { benchmark, benchmarkAll } from './vitest/benchmark.ts'
export { faultProxy } from './vitest/fault-proxy.ts'
export { findCapacity } from './vitest/find-capacity.ts'
export { compareTargets, fanOut, ladder, load, loadAll } from './vitest/load.ts'
export type { LoadMatchers } from './vitest/matchers/types.ts'
export { type WebServerControl, webServer } from './vitest/web-server.ts'
