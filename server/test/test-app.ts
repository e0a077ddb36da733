import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Express } from 'express'
import request from 'supertest'
import { type AppDeps, type AppOptions, createApp } from '#app.ts'
import { type Config, parseConfig } from '#config.ts'
import { createLiveHub } from '#domain/live/live-hub.ts'
import { createPoster } from '#domain/ledger/group-posts.ts'
import { createFileStore } from '#gateways/files.ts'
import { createMailSimulator } from '#gateways/mail/mail-simulator.ts'
import { createFeedHttp } from '#gateways/open-feed-http.ts'
import { createCarrierSimulator } from '#gateways/carrier-simulator/create-carrier-simulator.ts'
import { createChannelSimulator } from '#gateways/channel-simulator/create-channel-simulator.ts'
import { createRailSimulator } from '#gateways/rail-simulator/create-rail-simulator.ts'
import { createAuth } from '#http/auth.ts'
import { createLog } from '#log.ts'
import { deriveSecrets } from '#secrets.ts'
import type { TestDatabase } from './test-database.ts'

export interface TestApp extends AsyncDisposable {
  app: Express
  deps: AppDeps
  /** Signs in over HTTP and returns the cookie header of the new session. */
  signIn(account: { email: string; password: string }): Promise<string>
}

export interface TestAppWishes extends AppOptions {
  config?: Partial<Config>
  deps?: Partial<AppDeps>
}

/** The whole HTTP side over a test's or a bench's database, without a port; request limits are off unless a test is about them. */
export function createTestApp(
  t: Pick<TestDatabase, 'url' | 'db' | 'pool'>,
  wishes: TestAppWishes = {},
): TestApp {
  const filesDir = path.join(tmpdir(), `haowu-test-files-${randomBytes(6).toString('hex')}`)
  const config: Config = {
    ...parseConfig({
      DATABASE_URL: t.url,
      FILES_DIR: filesDir,
      RATE_LIMITS: 'false',
      DEMO: 'true',
      LOG_LEVEL: 'silent',
    }),
    ...wishes.config,
  }
  const log = createLog(config.logLevel)
  const secrets = deriveSecrets(config.appSecret)
  const { db, pool } = t
  const deps: AppDeps = {
    config,
    db,
    pool,
    rail: createRailSimulator({ db, secret: secrets.railWebhook, publicUrl: config.publicUrl }),
    carriers: createCarrierSimulator({ db, secret: secrets.carrierWebhook }),
    channel: createChannelSimulator({ db, secret: secrets.channelWebhook }),
    files: createFileStore(config, secrets.linkToken),
    feedHttp: createFeedHttp({ allowLoopback: true }),
    auth: createAuth({ config, db, secrets, log, mail: createMailSimulator({ db }) }),
    log,
    secrets,
    poster: createPoster(pool),
    live: createLiveHub({ db, databaseUrl: t.url, onError: error => log.warn({ err: error }, 'live') }),
    ...wishes.deps,
  }
  const app = createApp(deps, wishes)
  return {
    app,
    deps,
    async signIn({ email, password }) {
      const answer = await request(app).post('/api/auth/sign-in/email').send({ email, password })
      if (answer.status !== 200) throw new Error(`sign-in of ${email} answered ${answer.status}`)
      const cookies = answer.get('Set-Cookie') ?? []
      return cookies.map(cookie => cookie.split(';', 1)[0]).join('; ')
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([deps.live.close(), deps.poster.close(), deps.feedHttp.close()])
      await rm(filesDir, { recursive: true, force: true })
    },
  }
}
