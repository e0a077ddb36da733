import { parseArgs } from 'node:util'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { migrateQueueSchema } from '@haowu/server/gateways/queue-backend.ts'
import { announceReady, loopbackAddress } from './announce-ready.ts'
import { buildClient, clientIsBuilt } from './build-client.ts'
import { playDemoStory } from './demo/play-story.ts'
import { waitUntilReady } from './embedded-postgres.ts'
import { explainDatabaseFailure } from './explain-database-failure.ts'
import { whyNotListen } from './free-port.ts'
import { keepRunning } from './keep-running.ts'
import { startLocalDatabase } from './local-database.ts'
import { resetData } from './reset-data.ts'
import { createRunning, type Running } from './running.ts'
import { runProduct, waitUntilServed } from './run-product.ts'
import { createSteps } from './say-step.ts'
import { readStartSettings, type StartSettings } from './start-settings.ts'
import { StartRefused, stopWithSentence } from './stop-with-sentence.ts'
import { stopOnSignal } from './stop-on-signal.ts'

/** The launcher of `npm start`: from an empty clone to a running product, and back to nothing on Ctrl-C. */
await stopWithSentence(async () => {
  const running = createRunning()
  stopOnSignal(running, {
    exitCode: 0,
    words: 'Stopping: requests and jobs may finish (Ctrl-C again to stop at once)…',
  })
  try {
    await start(readArguments(), running)
  } catch (error) {
    // Pulled away from under us by a wish to stop, which ends the process itself.
    if (running.isStopping()) return
    await running.stop()
    throw error
  }
})

async function start({ reset }: { reset: boolean }, running: Running): Promise<void> {
  if (reset) resetData(process.env.DATABASE_URL)
  const settings = readStartSettings()
  await refuseBusyPort(settings)
  const step = createSteps(6)

  const databaseUrl = await openDatabase(settings, { step, running })
  await step(3, 'Migrating the database', () => migrate(databaseUrl))
  const environment = { ...settings.environment, DATABASE_URL: databaseUrl }
  if (settings.config.demo) {
    await step(4, 'Playing the demo story (first run only)', () => playDemoStory(environment))
  } else {
    console.log('[4/6] No demo story: DEMO is off')
  }
  if (clientIsBuilt()) console.log('[5/6] The client is built')
  else await step(5, 'Building the client', buildClient)
  await step(6, 'Starting server and jobs', async () => {
    const product = runProduct(environment, {
      databaseIsHere: settings.externalDatabaseUrl === undefined,
    })
    running.add(product)
    await waitUntilServed(product, loopbackAddress(settings.config))
  })
  await announceReady(settings.config)
}

interface Stage {
  step: ReturnType<typeof createSteps>
  running: Running
}

/** The address of a database that answers: the one of DATABASE_URL, else our own, which is kept running. */
async function openDatabase(
  { externalDatabaseUrl }: StartSettings,
  { step, running }: Stage,
): Promise<string> {
  if (externalDatabaseUrl !== undefined) {
    console.log(`[2/6] Using PostgreSQL at ${new URL(externalDatabaseUrl).host} (DATABASE_URL)`)
    return externalDatabaseUrl
  }
  return await step(2, 'Starting PostgreSQL 18', async () => {
    const { server, url } = await startLocalDatabase()
    if (server.remark) console.log(`      ${server.remark}`)
    const kept = keepRunning(
      {
        name: 'PostgreSQL',
        stopSignal: 'SIGINT',
        killSignal: 'SIGQUIT',
        patienceMs: 20_000,
        tell: line => console.log(line),
        spawn: () => {
          const child = server.spawn()
          waitUntilReady(server).then(
            () => console.log('PostgreSQL is back'),
            () => {},
          )
          return child
        },
      },
      server.process,
    )
    running.add(kept)
    return url
  })
}

async function migrate(databaseUrl: string): Promise<void> {
  try {
    const applied = await migrateToLatest(databaseUrl)
    await migrateQueueSchema(databaseUrl)
    if (applied.length > 0) console.log(`      ${applied.length} migrations applied`)
  } catch (error) {
    const sentence = explainDatabaseFailure(error, databaseUrl)
    if (sentence === undefined) throw error
    throw new StartRefused(sentence)
  }
}

async function refuseBusyPort({ config }: StartSettings): Promise<void> {
  const reason = await whyNotListen(config.port, config.host)
  if (reason === undefined) return
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${config.port} is in use: stop the program that listens there, or choose another with \`PORT=${config.port + 1} npm start\`.`,
    EACCES: `Port ${config.port} is not allowed for this user: choose one above 1023, for example \`PORT=3000 npm start\`.`,
    EADDRNOTAVAIL: `${config.host} is no address of this machine: correct HOST.`,
  }
  throw new StartRefused(
    sentences[reason] ??
      `${config.host}:${config.port} cannot be listened on (${reason}): correct HOST or PORT.`,
  )
}

function readArguments(): { reset: boolean } {
  try {
    const { values } = parseArgs({ options: { reset: { type: 'boolean', default: false } } })
    return values
  } catch {
    throw new StartRefused(
      '`npm start` knows one option: `npm start -- --reset` removes the local data and begins anew.',
    )
  }
}
