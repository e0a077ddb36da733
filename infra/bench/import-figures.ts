import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { choosePort } from '../local/free-port.ts'
import { JOBS_FLAGS } from '../local/jobs-flags.ts'
import type { Shop } from './import-shop.ts'
import { rounded } from './median.ts'

/** From the first byte of the upload to the finished preview, of a supplier who is new. */
export async function previewTime(shop: Shop, file: string): Promise<number> {
  await shop.empty()
  const supplierId = await shop.newSupplier()
  const began = performance.now()
  await shop.preview(await shop.upload(supplierId, file))
  return Math.round(performance.now() - began)
}

/** Peak memory of a process that runs as the jobs do, imports this file and does nothing else, in MiB. */
export async function peakMemory(url: string, file: string): Promise<number> {
  const child = fork(scriptOf('import-child.ts'), [url, file], {
    execArgv: [...process.execArgv, ...JOBS_FLAGS],
  })
  const [peak] = await once(child, 'message')
  await once(child, 'exit')
  return Number(peak)
}

/** The 99th percentile of what a served request takes, in ms, while this process imports a first file. */
export async function apiLatency(shop: Shop, url: string, file: string): Promise<number> {
  await shop.empty()
  const uploaded = await shop.upload(await shop.newSupplier(), file)
  const port = await choosePort(undefined)
  const filesDir = await mkdtemp(path.join(tmpdir(), 'haowu-bench-api-'))
  const server = runOurs('../../server/src/main.ts', [], {
    DATABASE_URL: url,
    PORT: String(port),
    FILES_DIR: filesDir,
    RATE_LIMITS: 'false',
    LOG_LEVEL: 'error',
  })
  try {
    await waitUntilReady(server, port)
    const caller = runOurs('api-caller.ts', [String(port)])
    await once(caller, 'message')
    await shop.importStored(uploaded)
    caller.send('stop')
    const [p99] = await once(caller, 'message')
    await once(caller, 'exit')
    return rounded(Number(p99))
  } finally {
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
    await rm(filesDir, { recursive: true, force: true })
  }
}

const READY_WITHIN_MS = 60_000

async function waitUntilReady(server: ChildProcess, port: number): Promise<void> {
  for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline; await sleep(100)) {
    if (server.exitCode !== null) break
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
    if (ready?.ok) return
  }
  throw new Error('the server did not become ready')
}

function runOurs(name: string, args: string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
  return fork(scriptOf(name), args, { env: { ...process.env, ...environment } })
}

function scriptOf(name: string): string {
  return path.join(import.meta.dirname, name)
}
