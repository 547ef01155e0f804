import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createGpuProbe, parseNvidia, readAmd } from './gpu-probe.ts'

it('reads the answer of NVIDIA’s program', () => {
  expect(parseNvidia('37, 1024, 54\n100, [N/A], 80\n\n')).toEqual([
    { utilisation: 0.37, memory: 1024 ** 3, temperature: 54 },
    { utilisation: 1, memory: undefined, temperature: 80 },
  ])
  expect(parseNvidia('NVIDIA-SMI has failed')).toEqual([{ utilisation: undefined, memory: undefined, temperature: undefined }])
})

it('reads the files of AMD’s driver', () => {
  const root = mkdtempSync(join(tmpdir(), 'drm-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const write = (file: string, text: string): void => {
    mkdirSync(join(root, file, '..'), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  write('card0/device/vendor', '0x8086')
  write('card1/device/gpu_busy_percent', '42\n')
  write('card1/device/mem_info_vram_used', '1048576\n')
  write('card1/device/hwmon/hwmon3/temp1_input', '51000\n')
  expect(readAmd(root)).toEqual([{ utilisation: 0.42, memory: 1024 ** 2, temperature: 51 }])
  expect(readAmd(join(root, 'nowhere'))).toEqual([])
})

it('tells GPUs apart, and asks for them every five seconds', async () => {
  const probe = createGpuProbe(async () => [
    { utilisation: 0.5, memory: 7, temperature: undefined },
    { utilisation: undefined, memory: undefined, temperature: 40 },
  ])
  expect(probe?.every).toBe(5000)
  expect((await probe?.read({ now: 0, shortest: 0 }))?.readings).toEqual([
    { source: 'gpu', name: 'utilisation', labels: { gpu: '0' }, unit: 'share', kind: 'gauge', value: 0.5 },
    { source: 'gpu', name: 'memory', labels: { gpu: '0' }, unit: 'bytes', kind: 'gauge', value: 7 },
    { source: 'gpu', name: 'temperature', labels: { gpu: '1' }, unit: '°C', kind: 'gauge', value: 40 },
  ])
})

it.skipIf(readAmd().length > 0)('is nothing where there is no GPU', () => {
  vi.stubEnv('PATH', tmpdir())
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(createGpuProbe()).toBeUndefined()
})
