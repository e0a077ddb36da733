import { randomBytes, randomUUID } from 'node:crypto'
import type { Db } from '#db/database.ts'
import type { Ids, Markers } from './seed-tenant.ts'

/** A bank's table that nobody has said the columns of yet. It is the platform's, and no party may see a word of it. */
export async function seedStatements(db: Db, markers: Markers): Promise<Ids> {
  const { id: fileId } = await db
    .insertInto('statementFile')
    .values({
      kind: 'bank',
      format: 'bank_table',
      sha256: randomBytes(32),
      fileKey: `statements/${randomUUID()}`,
      fileName: markers.supplierPrivate,
      state: 'asking',
      loadedBy: 'test',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { fileId, breakId: await seedBreak(db, markers) }
}

/** A line of our books that no statement has. */
async function seedBreak(db: Db, markers: Markers): Promise<string> {
  const { id: bookLineId } = await db
    .insertInto('bookLine')
    .values({
      transactionId: BigInt(`0x${randomBytes(7).toString('hex')}`),
      seq: 1,
      account: 'A:BANK',
      key: randomUUID(),
      kind: 'payout',
      amountFen: -1n,
      bookedAt: new Date(),
      businessDay: '2026-01-01',
      refType: 'test',
      refId: markers.supplierPrivate,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id } = await db
    .insertInto('break')
    .values({
      account: 'A:BANK',
      class: 'INT_ONLY',
      bookLineId,
      amountFen: 1n,
      businessDay: '2026-01-01',
      dueAt: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
