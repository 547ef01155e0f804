export type { InspectOptions, LoadProjectOptions } from './project/options.ts'
export { loadProject } from './project/project.ts'
