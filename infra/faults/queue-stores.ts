import { migrateQueueSchema } from '@haowu/server/gateways/queue-backend.ts'
import { findRedisServer } from '../local/find-tools.ts'
import { startThrowawayRedis } from '../local/throwaway-redis.ts'

export type QueueStoreKind = 'postgres' | 'redis'

/** Without a Redis its rows are left out, except where nothing may be left out. */
export const QUEUE_STORES: QueueStoreKind[] =
  findRedisServer() !== undefined || process.env.CI === 'true' ? ['postgres', 'redis'] : ['postgres']

/** A store of queues for one test alone, which may empty all of it. `url` is what REDIS_URL says. */
export interface QueueStore extends AsyncDisposable {
  url: string
}

export async function openQueueStore(kind: QueueStoreKind, databaseUrl: string): Promise<QueueStore> {
  if (kind === 'postgres') {
    await migrateQueueSchema(databaseUrl)
    return { url: '', [Symbol.asyncDispose]: async () => {} }
  }
  const program = findRedisServer()
  if (program === undefined) throw new Error('redis-server was not found')
  const redis = await startThrowawayRedis(program)
  return { url: redis.url, [Symbol.asyncDispose]: () => redis.stop() }
}
