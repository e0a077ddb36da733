import { type PgPool, PostgresConnection } from 'bullmq'

type ListenClient = Awaited<ReturnType<PostgresConnection['getListenClient']>>

/** Where the queues live when there is no Redis. Nothing in it is truth: it may be dropped while everything stands still. */
export const QUEUE_SCHEMA = 'queue'

/**
 * The connection that all queues and workers of a process share. BullMQ would let each worker listen by itself, and
 * PostgreSQL wakes every listening connection at each announcement, whoever it is for: with a worker per kind of work
 * that cost the database more than the work did.
 */
export class QueueConnection extends PostgresConnection {
  // A pool of ours makes BullMQ look into the schema `bullmq`.
  override readonly schema = QUEUE_SCHEMA
  readonly #heardBy = new WeakMap<ListenClient, ListenClient>()

  constructor(pool: PgPool) {
    super(pool)
    // Every queue and worker hears of what happens to it.
    this.setMaxListeners(0)
  }

  override async getListenClient(): Promise<ListenClient> {
    const client = await super.getListenClient()
    const known = this.#heardBy.get(client)
    if (known) return known
    const shared = listenOnce(client)
    this.#heardBy.set(client, shared)
    return shared
  }

  /** One name says nothing of so many workers. */
  override async setListenClientName(): Promise<void> {}

  /** What each queue and worker calls when it ends: the others still need the connection. */
  override async close(): Promise<void> {}

  async end(): Promise<void> {
    await super.close()
  }
}

/** All workers subscribe to the same channel: the first one's LISTEN serves the others. */
function listenOnce(client: ListenClient): ListenClient {
  const sent = new Map<string, Promise<{ rows: never[] }>>()
  const shared: ListenClient = {
    query(text: string) {
      const known = sent.get(text)
      if (known) return known
      const answer = client.query<never>(text)
      sent.set(text, answer)
      answer.catch(() => sent.delete(text))
      return answer
    },
    on(event: string, listener: (...told: never[]) => void) {
      client.on(event as 'notification', listener as () => void)
      return shared
    },
    removeListener(event, listener) {
      client.removeListener(event, listener)
      return shared
    },
    removeAllListeners(event) {
      client.removeAllListeners(event)
      return shared
    },
  }
  return shared
}
