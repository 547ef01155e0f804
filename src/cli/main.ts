#!/usr/bin/env node
import { paintFor } from '../report/paint.ts'
import { runProgram } from './run-program.ts'

// Whoever reads the output may stop reading, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
process.exitCode = await runProgram(process.argv.slice(2), {
  print: (line) => void process.stdout.write(`${line}\n`),
  warn: (line) => void process.stderr.write(`${line}\n`),
  paint: paintFor(process.stdout),
  width: process.stdout.columns ?? 120,
})
