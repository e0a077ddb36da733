import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { announce } from '#domain/outbox/announce.ts'

export interface ApplyRequest {
  supplierId: string
  importId: string
  memberId?: string | undefined
  /** The supplier has seen why the brake holds the import, and wants it all the same. */
  acceptBrake?: boolean | undefined
}

/**
 * The supplier has seen the preview and says yes, or, once it was applied, wants the rows in that were mended since.
 * Saying it twice is once. Throws `not_found`, `import_braked` while the brake was not accepted, and `import_not_ready`
 * with the state when there is nothing to agree to.
 */
export async function requestApply({ db }: { db: Db }, request: ApplyRequest): Promise<void> {
  await db.transaction().execute(async trx => {
    const found = await lockImport(trx, request)
    if (!found) throw new DomainError('not_found', { what: 'import' })
    if (found.state === 'applying') return
    if (found.state === 'applied' && !found.mended) return
    if (found.state !== 'previewed' && found.state !== 'applied')
      throw new DomainError('import_not_ready', { state: found.state })
    if (found.braked) await acceptBrake(trx, request)
    // A wish to stop that came too late for the run before is none for this one.
    await trx.deleteFrom('importCancel').where('importId', '=', request.importId).execute()
    await trx
      .updateTable('itemImport')
      .set({ state: 'applying', stoppedAt: null })
      .where('id', '=', request.importId)
      .execute()
    await announce(trx, 'import_apply', {
      key: `import:${request.importId}:apply:${found.runToken}`,
      payload: { importId: request.importId },
    })
  })
}

interface FoundImport {
  state: string
  runToken: bigint
  braked: boolean
  /** Rows stand staged of an import that was applied already: they were mended since. */
  mended: boolean
}

async function lockImport(
  trx: Transaction<Database>,
  { importId, supplierId }: ApplyRequest,
): Promise<FoundImport | undefined> {
  const { rows } = await sql<FoundImport>`
    SELECT state, run_token, state = 'previewed' AND brake IS NOT NULL AND brake_accepted_at IS NULL AS braked,
      state = 'applied' AND EXISTS (
        SELECT FROM import_row WHERE import_id = item_import.id AND run_token = item_import.staged_token
      ) AS mended
    FROM item_import WHERE id = ${importId} AND supplier_id = ${supplierId} FOR UPDATE
  `.execute(trx)
  return rows[0]
}

/** Who let something past the brake is on record, whatever comes of it. */
async function acceptBrake(trx: Transaction<Database>, request: ApplyRequest): Promise<void> {
  if (!request.acceptBrake) throw new DomainError('import_braked')
  const memberId = request.memberId ?? request.supplierId
  await trx
    .updateTable('itemImport')
    .set({ brakeAcceptedBy: memberId, brakeAcceptedAt: sql`app_now()` })
    .where('id', '=', request.importId)
    .execute()
  await recordAct(trx, {
    actor: `member:${memberId}`,
    action: 'import.brake_accepted',
    subjectType: 'import',
    subjectId: request.importId,
  })
}
