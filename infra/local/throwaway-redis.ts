import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { choosePort } from './free-port.ts'
import type { Stoppable } from './running.ts'

export interface ThrowawayRedis extends Stoppable {
  url: string
}

/** A Redis of one's own that keeps nothing. */
export async function startThrowawayRedis(program: string): Promise<ThrowawayRedis> {
  const port = await choosePort(undefined)
  const settings = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    '/tmp',
  ]
  const child = spawn(program, settings, { stdio: 'ignore', detached: true })
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const deadline = Date.now() + 10_000
  while (!(await listens(port))) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`${program} did not start on port ${port}.`)
    await sleep(30)
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return new Promise(resolve => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  }).then(answer => {
    socket.destroy()
    return answer === true
  })
}
