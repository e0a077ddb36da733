import type { CustodyPlace } from '@haowu/shared/custody.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

export interface CustodyStep {
  seq: number
  place: CustodyPlace
  /** Who has it since then, or to whom it travels. */
  holderName: string
  holderKind: string
  loanId: string | null
  carrier: string | null
  trackingNo: string | null
  photos: string[]
  note: string
  at: Date
}

export interface Custody {
  /** Where the piece is now; one that nobody moved yet is with its supplier. */
  place: CustodyPlace
  /** The loan that has it now, and who borrowed it. */
  loan: {
    loanId: string
    state: string
    streamerName: string
    dueAt: Date | null
    overdueAt: Date | null
  } | null
  /** Newest first. */
  chain: CustodyStep[]
}

const STEPS_SHOWN = 100

/** Where a supplier's piece is and through whose hands it went. Throws `not_found` for another's. */
export async function readCustody(
  db: Db,
  { supplierId, itemId }: { supplierId: string; itemId: string },
): Promise<Custody> {
  const item = await db
    .selectFrom('item')
    .select('id')
    .where('id', '=', itemId)
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  if (!item) throw new DomainError('not_found', { what: 'item' })
  const loan = await db
    .selectFrom('sampleLoan')
    .innerJoin('party', 'party.id', 'sampleLoan.streamerId')
    .select([
      'sampleLoan.id as loanId',
      'sampleLoan.state',
      'party.name as streamerName',
      'dueAt',
      'overdueAt',
    ])
    .where('itemId', '=', itemId)
    .where('sampleLoan.state', 'in', ['approved', 'shipped', 'received', 'sent_back'])
    .executeTakeFirst()
  const chain = await readChain(db, { itemId })
  return { place: chain[0]?.place ?? 'at_supplier', loan: loan ?? null, chain }
}

/** The links of a piece, newest first; of one loan when it is named. */
export async function readChain(
  db: Db,
  { itemId, loanId }: { itemId: string; loanId?: string },
): Promise<CustodyStep[]> {
  const { rows } = await sql<CustodyStep>`
    SELECT link.seq, link.place, party.name AS holder_name, party.kind AS holder_kind, link.loan_id, link.carrier,
      link.tracking_no, link.photos, link.note, link.at
    FROM custody_link AS link JOIN party ON party.id = link.holder_id
    WHERE link.item_id = ${itemId} AND (${loanId ?? null}::uuid IS NULL OR link.loan_id = ${loanId ?? null})
    ORDER BY link.seq DESC LIMIT ${STEPS_SHOWN}
  `.execute(db)
  return rows
}
