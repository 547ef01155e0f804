// Vitest takes a reporter that is named in a configuration from the default export.
// biome-ignore lint/style/noDefaultExport: see above
export { LoadReporter, LoadReporter as default } from './project/reporter.ts'
