import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { buildClient, clientIsBuilt } from './build-client.ts'
import { CHECKOUT, DATA_DIR } from './checkout.ts'
import { addTallies, describeTally, EMPTY_TALLY, failure, type Tally, tallyVitest } from './count-tests.ts'
import { findChromium, findRedisServer } from './find-tools.ts'
import { createRunning, type Running } from './running.ts'
import { stopOnSignal } from './stop-on-signal.ts'
import { StartRefused, stopWithSentence } from './stop-with-sentence.ts'
import { startThrowawayPostgres } from './throwaway-postgres.ts'
import { startThrowawayRedis } from './throwaway-redis.ts'

const STRICT = process.env.CI === 'true' || process.env.CI === '1'
/** Tests wait for PostgreSQL, stories for pages and clocks besides: with one more at work than there are cores, none is idle. */
const WORKERS = {
  tests: Math.max(3, availableParallelism()),
  stories: Math.max(3, availableParallelism()),
}
const REPORTS = path.join(DATA_DIR, 'test-reports')

/** The runner of `npm test [-- words]`: everything on a PostgreSQL of its own, then one plain line. */
await stopWithSentence(async () => {
  const running = createRunning()
  stopOnSignal(running, { exitCode: 130, words: 'Stopping the tests…' })
  try {
    const filters = process.argv.slice(2)
    const { env, tally: tools } = await startServices(running)
    const runner: Runner = { filters, env, running }
    const tally = addTallies([tools, await runTests(runner), await runStories(runner)])
    await running.stop()
    for (const reason of tally.reasons) console.log(`note: ${reason}`)
    if (tally.passed + tally.failed === 0) console.log('note: nothing ran, which proves nothing')
    console.log(describeTally(tally))
    process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0
  } finally {
    await running.stop()
  }
})

/** Starts what the tests need and tells them where it is. What is missing is a remark, and with CI=true a failure. */
async function startServices(running: Running): Promise<{ env: NodeJS.ProcessEnv; tally: Tally }> {
  rmSync(REPORTS, { recursive: true, force: true })
  mkdirSync(REPORTS, { recursive: true })
  const postgres = await startThrowawayPostgres()
  running.add(postgres)
  const env: NodeJS.ProcessEnv = { ...withoutSettings(process.env), TEST_DATABASE_URL: postgres.url }
  const tallies: Tally[] = []

  const redis = findRedisServer()
  if (redis) {
    const server = await startThrowawayRedis(redis)
    running.add(server)
    env.TEST_REDIS_URL = server.url
  } else tallies.push(missing('redis-server was not found: the queues were not tested on Redis'))

  const chromium = findChromium()
  if (chromium) env.CHROMIUM_PATH = chromium
  else
    tallies.push(missing('Chromium was not found (CHROMIUM_PATH names one): the browser stories did not run'))
  return { env, tally: addTallies(tallies) }
}

/** A developer's own settings must not decide whether a test passes, nor a test touch a developer's database. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, REDIS_URL: __, APP_SECRET: ___, S3_BUCKET: ____, ...rest } = env
  return { ...rest, NODE_ENV: 'test' }
}

function missing(reason: string): Tally {
  return STRICT ? failure(reason) : { ...EMPTY_TALLY, reasons: [reason] }
}

interface Runner {
  filters: string[]
  env: NodeJS.ProcessEnv
  running: Running
}

/** Everything but the browser stories, which want the machine for themselves. */
function runTests(runner: Runner): Promise<Tally> {
  return runVitest('tests', { ...runner, filters: ['--project=!stories', ...runner.filters] })
}

async function runStories(runner: Runner): Promise<Tally> {
  if (!runner.env.CHROMIUM_PATH || !someStoryMatches(runner.filters)) return EMPTY_TALLY
  if (!clientIsBuilt()) await buildClient()
  return runVitest('stories', { ...runner, filters: ['--project=stories', ...runner.filters] })
}

async function runVitest(name: keyof typeof WORKERS, runner: Runner): Promise<Tally> {
  const report = path.join(REPORTS, `${name}.json`)
  const code = await run(runner, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    '--passWithNoTests',
    `--maxWorkers=${WORKERS[name]}`,
    ...runner.filters,
  ])
  if (!existsSync(report)) return failure(`the ${name} broke down before they could report`)
  const tally = tallyVitest(JSON.parse(readFileSync(report, 'utf8')))
  if (code !== 0 && tally.failed === 0)
    return addTallies([tally, failure(`the ${name} met an error outside of any test`)])
  return tally
}

/** Whoever asks for `ledger` does not want to wait for a client build. */
function someStoryMatches(filters: string[]): boolean {
  const folder = path.join(CHECKOUT, 'client/stories')
  const stories = existsSync(folder)
    ? readdirSync(folder).filter(name => name.endsWith('.story.test.ts'))
    : []
  return stories.some(
    name => filters.length === 0 || filters.some(word => `client/stories/${name}`.includes(word)),
  )
}

function run({ env, running }: Runner, args: string[]): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: CHECKOUT, env, stdio: ['ignore', 'inherit', 'inherit'] })
  const kill = () => void child.kill('SIGTERM')
  running.add({ kill, stop: async () => kill() })
  return new Promise((resolve, reject) => {
    child.once('error', error => reject(new StartRefused(`The tests could not be run: ${error.message}`)))
    child.once('close', code => resolve(code ?? 1))
  })
}
