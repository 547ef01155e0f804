#!/usr/bin/env node
import { messageOf } from '../core/errors.ts'
import { paintFor } from '../report/paint.ts'
import { BAD_INPUT, runProgram } from './run-program.ts'

// Whoever reads the output may stop reading, as `head` does. What can't be written is no regression, which 1 would say.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return
  process.stderr.write(`vitest-load: Expected to write to the standard output, got ${messageOf(error)}\n`)
  process.exit(BAD_INPUT)
})
process.exitCode = await runProgram(process.argv.slice(2), {
  print: (line) => void process.stdout.write(`${line}\n`),
  warn: (line) => void process.stderr.write(`${line}\n`),
  paint: paintFor(process.stdout),
  width: process.stdout.columns ?? 120,
})
