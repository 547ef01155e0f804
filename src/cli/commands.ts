import type { Command } from './command.ts'
import { analyzeCommand } from './commands/analyze.ts'
import { baselineSaveCommand } from './commands/baseline-save.ts'
import { baselineShowCommand } from './commands/baseline-show.ts'
import { compareCommand } from './commands/compare.ts'
import { initCommand } from './commands/init.ts'
import { issueCommand } from './commands/issue.ts'
import { reportCommand } from './commands/report.ts'
import { trendCommand } from './commands/trend.ts'

/** All commands, in the order in which the help lists them. */
export const commands: readonly Command[] = [
  initCommand,
  reportCommand,
  analyzeCommand,
  compareCommand,
  baselineSaveCommand,
  baselineShowCommand,
  trendCommand,
  issueCommand,
]
