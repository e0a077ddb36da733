import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { type Kept, keepRunning } from './keep-running.ts'

test('a process that is killed is started again, and told in one line', async () => {
  const { kept, children, told } = fakeProduct(`setInterval(() => {}, 1000)`)
  const running = keepRunning(kept)
  try {
    children[0]?.kill('SIGKILL')
    await expect.poll(() => children.length, { timeout: 5_000 }).toBe(2)
    expect(told).toEqual(['shop ended unexpectedly (SIGKILL); starting it again in 1 s'])
    expect(running.crashesInARow()).toBe(1)
  } finally {
    await running.stop()
  }
})

test('stopping waits until the process has drained, and does not start it again', async () => {
  const { kept, children, told } = fakeProduct(
    `process.on('SIGTERM', () => setTimeout(() => process.exit(0), 200)); console.log('up'); setInterval(() => {}, 1000)`,
  )
  const running = keepRunning(kept)
  await once(children[0]?.stdout ?? process.stdin, 'data')
  await running.stop()
  expect(children.map(child => child.exitCode)).toEqual([0])
  expect(told).toEqual([])
})

test('who does not stop in time is killed', async () => {
  const { kept, children } = fakeProduct(
    `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)`,
  )
  const running = keepRunning({ ...kept, patienceMs: 100 })
  await once(children[0]?.stdout ?? process.stdin, 'data')
  await running.stop()
  expect(children.map(child => child.signalCode)).toEqual(['SIGKILL'])
})

function fakeProduct(script: string): { kept: Kept; children: ChildProcess[]; told: string[] } {
  const children: ChildProcess[] = []
  const told: string[] = []
  const kept: Kept = {
    name: 'shop',
    stopSignal: 'SIGTERM',
    killSignal: 'SIGKILL',
    patienceMs: 5_000,
    tell: line => told.push(line),
    spawn: () => {
      const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
      children.push(child)
      return child
    },
  }
  return { kept, children, told }
}
