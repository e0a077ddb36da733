import type pg from 'pg'
import { connectClients } from './connect-clients.ts'
import { createDatabase } from './create-database.ts'

const TELLERS = 10
const ACCOUNTS = 100_000

/** The seven statements of one transaction, as pgbench sends them with prepared statements. */
const STATEMENTS = {
  account: 'UPDATE pgbench_accounts SET abalance = abalance + $1 WHERE aid = $2',
  read: 'SELECT abalance FROM pgbench_accounts WHERE aid = $1',
  teller: 'UPDATE pgbench_tellers SET tbalance = tbalance + $1 WHERE tid = $2',
  branch: 'UPDATE pgbench_branches SET bbalance = bbalance + $1 WHERE bid = $2',
  history:
    'INSERT INTO pgbench_history (tid, bid, aid, delta, mtime) VALUES ($1, $2, $3, $4, CURRENT_TIMESTAMP)',
}

/** The workload of `pgbench -M prepared`, its tables and its mix, driven from here: as good as any client in Node. */
export async function createTpcb(
  adminUrl: string,
  { scale, clients: count }: { scale: number; clients: number },
) {
  const url = await createDatabase(adminUrl, 'tpcb')
  const clients = await connectClients(url, count)
  await clients.share(1, client => fill(client, scale))
  return {
    /** Runs so many transactions over all clients; answers how many. */
    async run(transactions: number): Promise<number> {
      await clients.share(transactions, client => transact(client, scale))
      return transactions
    },
    end: () => clients.end(),
  }
}

async function transact(client: pg.Client, scale: number): Promise<void> {
  const send = (name: keyof typeof STATEMENTS, values: number[]) =>
    client.query({ name, text: STATEMENTS[name], values })
  const [aid, bid, tid] = [upTo(ACCOUNTS * scale), upTo(scale), upTo(TELLERS * scale)]
  const delta = upTo(10_001) - 5_001
  await client.query('BEGIN')
  await send('account', [delta, aid])
  await send('read', [aid])
  await send('teller', [delta, tid])
  await send('branch', [delta, bid])
  await send('history', [tid, bid, aid, delta])
  await client.query('COMMIT')
}

async function fill(client: pg.Client, scale: number): Promise<void> {
  await client.query(`
    CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
    CREATE TABLE pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84)) WITH (fillfactor = 100);
    CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84)) WITH (fillfactor = 100);
    CREATE TABLE pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88)) WITH (fillfactor = 100);
    INSERT INTO pgbench_branches SELECT id, 0, '' FROM generate_series(1, ${scale}) AS id;
    INSERT INTO pgbench_tellers SELECT id, (id - 1) / ${TELLERS} + 1, 0, '' FROM generate_series(1, ${scale * TELLERS}) AS id;
    INSERT INTO pgbench_accounts SELECT id, (id - 1) / ${ACCOUNTS} + 1, 0, '' FROM generate_series(1, ${scale * ACCOUNTS}) AS id;
  `)
  for (const table of ['branches', 'tellers', 'accounts'])
    await client.query(`VACUUM ANALYZE pgbench_${table}`)
  await client.query('CHECKPOINT')
}

const upTo = (limit: number) => 1 + Math.floor(Math.random() * limit)
