import './vitest/set-up.ts'
