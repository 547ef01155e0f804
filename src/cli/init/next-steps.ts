import { existsSync, readFileSync } from 'node:fs'

/** What is left to do by hand in the current directory, a command or a sentence each. */
export function nextSteps(): readonly string[] {
  const manifest = textOf('package.json')
  const missing = ['vitest', 'vite', 'vitest-load'].filter((name) => !manifest.includes(`"${name}"`))
  return [
    ...(existsSync('package.json') ? [] : ['npm init -y']),
    ...(missing.length === 0 ? [] : [`npm install --save-dev ${missing.join(' ')}`]),
    ...(/^\/?\.vitest\/?\s*$/m.test(textOf('.gitignore')) ? [] : ["echo '.vitest/' >> .gitignore"]),
    'npx vitest run --project load',
    'npx vitest-load baseline save .vitest/load # and commit baselines/, once they are of a machine like that of CI',
  ]
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
