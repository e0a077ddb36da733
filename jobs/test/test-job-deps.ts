import { tmpdir } from 'node:os'
import path from 'node:path'
import { createFileStore } from '@haowu/server/gateways/files.ts'
import { createFeedHttp } from '@haowu/server/gateways/open-feed-http.ts'
import {
  createBankSimulator,
  OUR_BANK_ACCOUNT,
} from '@haowu/server/gateways/bank-simulator/create-bank-simulator.ts'
import { createCarrierSimulator } from '@haowu/server/gateways/carrier-simulator/create-carrier-simulator.ts'
import { createChannelSimulator } from '@haowu/server/gateways/channel-simulator/create-channel-simulator.ts'
import { createRailBills } from '@haowu/server/gateways/rail-simulator/create-rail-bills.ts'
import { createRailSimulator } from '@haowu/server/gateways/rail-simulator/create-rail-simulator.ts'
import { createLog } from '@haowu/server/log.ts'
import { deriveSecrets } from '@haowu/server/secrets.ts'
import type { TestDatabase } from '@haowu/server/test/test-database.ts'
import type { JobDeps } from '#job-deps.ts'

export const TEST_SECRETS = deriveSecrets('a secret that only tests know, long enough')

/** What handlers need, over a test database and the simulated rail. */
export function testJobDeps({ db, pool }: TestDatabase): JobDeps {
  const publicUrl = 'http://localhost:3000'
  const filesDir = path.join(tmpdir(), 'haowu-test-jobs')
  return {
    db,
    pool,
    rail: createRailSimulator({ db, secret: TEST_SECRETS.railWebhook, publicUrl }),
    carriers: createCarrierSimulator({ db, secret: TEST_SECRETS.carrierWebhook }),
    channel: createChannelSimulator({ db, secret: TEST_SECRETS.channelWebhook }),
    railBills: createRailBills({ db, secret: TEST_SECRETS.railWebhook }),
    bank: createBankSimulator({ db, ...OUR_BANK_ACCOUNT }),
    files: createFileStore({ filesDir, s3: undefined, publicUrl }, TEST_SECRETS.linkToken),
    feedHttp: createFeedHttp({ allowLoopback: true }),
    secrets: TEST_SECRETS,
    log: createLog('silent'),
  }
}
