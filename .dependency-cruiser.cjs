// Folders of src, top to bottom: each may import from those above it only, types included.
const layers = [
  'core',
  'stats',
  'profile',
  'metrics',
  'verdict',
  'baseline',
  'analysis',
  'report',
  'cli',
  'http',
  'scenario',
  'engine',
  'sampler',
  'server',
  'faults',
  'run',
  'vitest',
]

const upward = layers.slice(0, -1).map((layer, index) => ({
  name: `${layer}-imports-from-above-only`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: `^src/(${[...layers.slice(index + 1), 'project'].join('|')})/` },
}))

// A library that has one folder or file as its sole user.
const soleUser = (library, user) => ({
  name: `${library}-has-one-user`,
  severity: 'error',
  from: { path: '^src/', pathNot: [user, '\\.test\\.ts$'] },
  to: { path: `^(node_modules/)?${library}(/|$)` },
})

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'engine-stays-out-of-reports',
      comment: 'what renders reports, and the command line, load no engine',
      severity: 'error',
      from: { path: '^src/(report|cli)/' },
      to: { path: '^src/(http|scenario|engine|sampler|server|faults|run|vitest|project)/' },
    },
    {
      name: 'project-is-slim',
      comment: "what runs in Vitest's main process loads no engine",
      severity: 'error',
      from: { path: '^src/project/' },
      to: {
        path: '^src/',
        pathNot: '^src/(core|metrics|verdict|baseline|analysis|report|server|project)/|^src/vitest/artifact\\.ts$',
      },
    },
    {
      name: 'nothing-imports-project',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: '^src/project/' },
      to: { path: '^src/project/' },
    },
    {
      name: 'entry-points-are-leaves',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'vitest-only-in-its-folders',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(vitest|project)/', '^src/tags\\.ts$', '\\.(test|fixture)\\.ts$'] },
      to: { path: '^(node_modules/)?(vitest|vite)(/|$)' },
    },
    soleUser('hdr-histogram-js', '^src/stats/histogram\\.ts$'),
    soleUser('simple-statistics', '^src/stats/'),
    soleUser('undici', '^src/http/'),
    soleUser('tough-cookie', '^src/http/cookies\\.ts$'),
    soleUser('csv-parse', '^src/(scenario/feeder-file|baseline/locust/csv-table)\\.ts$'),
    soleUser('uplot', '^src/report/html/page/'),
    {
      name: 'the-page-is-a-browser',
      comment: "what runs in the report's page takes from the rest what runs anywhere; nothing of the rest takes from it",
      severity: 'error',
      from: { path: '^src/report/html/page/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(core/format|metrics/error-category|report/(model|update|html/page/.*))\\.(ts|css)$' },
    },
    {
      name: 'the-page-is-bundled-alone',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/report/html/page/' },
      to: { path: '^src/report/html/page/' },
    },
    soleUser('p-limit', '^src/engine/fan-out\\.ts$'),
    soleUser('tinybench', '^src/run/benchmark-(rounds|warnings)\\.ts$'),
    soleUser('systeminformation', '^src/sampler/system-information\\.ts$'),
    { name: 'no-circles', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'default'] },
  },
}
