import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { type DepositDue, readDepositDue, readDepositDues } from './deposit-due.ts'
import { listOpenHolds, type OpenHold } from './deposit-store.ts'
import { findOpenTopUp, type TopUp } from './top-up-store.ts'
import { readDepositBalances } from './trade-facts.ts'

export interface DepositSeen {
  /** All that is deposited: free and held. */
  balanceFen: Fen
  heldFen: Fen
  freeFen: Fen
  due: DepositDue
  /** What is missing to what is due; zero when nothing is. */
  shortFen: Fen
  /** What stands behind `heldFen`, newest first. */
  holds: OpenHold[]
  /** The notice that runs while the deposit is short, with the day of each step. */
  topUp: TopUp | null
  /** What was kept of the deposit and why, newest first. */
  captures: CaptureSeen[]
}

export interface CaptureSeen {
  id: string
  cause: 'case' | 'loan'
  refId: string
  capturedFen: Fen
  askedFen: Fen
  clause: string
  ruleVersion: number | null
  /** Of the clause in that version. */
  titleZh: string | null
  titleEn: string | null
  /** The case that decided it. */
  caseId: string | null
  caseNo: string | null
  calculation: Record<string, unknown>
  capturedAt: Date
  /** When an appeal gave it back. */
  returnedAt: Date | null
}

const MOST_HOLDS = 500
const MOST_CAPTURES = 50

/** A party's deposit as it stands: what is there, what is held and for what, what is due and why, what happens if it stays short. */
export async function readDeposit(db: Db, { partyId }: { partyId: string }): Promise<DepositSeen> {
  const { balanceFen, heldFen, freeFen } = (await readDepositBalances(db, [partyId]))(partyId)
  const due = await readDepositDue(db, partyId)
  return {
    balanceFen,
    heldFen,
    freeFen,
    due,
    shortFen: due.dueFen > balanceFen ? due.dueFen - balanceFen : 0n,
    holds: await listOpenHolds(db, { partyId, limit: MOST_HOLDS }),
    topUp: (await findOpenTopUp(db, partyId)) ?? null,
    captures: await listCaptures(db, partyId),
  }
}

/** What a party misses to what is due, and until when it may; nothing for one that needs no deposit. */
export async function readShortfall(db: Db, partyId: string): Promise<{ shortFen: Fen; until: Date | null }> {
  const due = (await readDepositDues(db, [partyId])).get(partyId)
  const { balanceFen } = (await readDepositBalances(db, [partyId]))(partyId)
  if (!due || due.dueFen <= balanceFen) return { shortFen: 0n, until: null }
  const topUp = await findOpenTopUp(db, partyId)
  return { shortFen: due.dueFen - balanceFen, until: topUp?.noHoldsAt ?? null }
}

async function listCaptures(db: Db, partyId: string): Promise<CaptureSeen[]> {
  const rows = await db
    .selectFrom('depositCapture')
    .leftJoin('depositReturn', 'captureId', 'depositCapture.id')
    .leftJoin('clause', join =>
      join
        .onRef('clause.code', '=', 'depositCapture.clause')
        .onRef('clause.version', '=', 'depositCapture.ruleVersion'),
    )
    .leftJoin('trustCase', join =>
      join.on(
        'trustCase.id',
        '=',
        sql<string>`CASE deposit_capture.cause WHEN 'case' THEN ref_id ELSE (calculation ->> 'caseId')::uuid END`,
      ),
    )
    .select(['depositCapture.id', 'depositCapture.cause', 'refId', 'depositCapture.capturedFen', 'askedFen'])
    .select(['depositCapture.clause', 'ruleVersion', 'titleZh', 'titleEn'])
    .select(['trustCase.id as caseId', 'trustCase.no as caseNo'])
    .select(['calculation', 'capturedAt', 'returnedAt'])
    .where('depositCapture.partyId', '=', partyId)
    .orderBy('depositCapture.id', 'desc')
    .limit(MOST_CAPTURES)
    .execute()
  return rows as CaptureSeen[]
}

export interface Depositor {
  name: string
  kind: string
  state: string
  tier: string
}

/** Whose deposit it is. */
export async function readDepositor(db: Db, partyId: string): Promise<Depositor> {
  return db
    .selectFrom('party')
    .select(['name', 'kind', 'state', 'tier'])
    .where('id', '=', partyId)
    .executeTakeFirstOrThrow()
}
