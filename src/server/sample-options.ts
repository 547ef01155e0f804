export { type MetricsOptions, metricsOption, type SampleOptions, sampleOption } from '../sampler/sample-options.ts'
