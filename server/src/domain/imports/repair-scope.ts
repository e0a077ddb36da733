import type { ImportCounts } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { ColumnMapping } from './map-columns.ts'

/** An import whose rows are being mended; its row is locked until the transaction ends. */
export interface RepairScope {
  importId: string
  supplierId: string
  /** The run whose rows stand staged; rows that became good join them. */
  runToken: bigint
  mapping: ColumnMapping
  counts: ImportCounts
}

/**
 * Locks an import for mending: one that waits for a yes, or was applied and is still open. Else `import_not_ready` with its
 * state; another supplier's is `not_found`.
 */
export async function lockForRepair(
  trx: Transaction<Database>,
  { supplierId, importId }: { supplierId: string; importId: string },
): Promise<RepairScope> {
  const { rows } = await sql<
    Omit<RepairScope, 'runToken'> & { runToken: bigint | null; state: string; open: boolean }
  >`
    SELECT id AS import_id, supplier_id, staged_token AS run_token, mapping, counts, state,
      (state = 'previewed' OR (state = 'applied' AND open_until > app_now())) AS open
    FROM item_import WHERE id = ${importId} AND supplier_id = ${supplierId} FOR UPDATE
  `.execute(trx)
  const [found] = rows
  if (!found) throw new DomainError('not_found', { what: 'import' })
  const { open, state, runToken, ...scope } = found
  if (!open || runToken === null || scope.mapping === null)
    throw new DomainError('import_not_ready', { state })
  return { ...scope, runToken }
}

export async function saveCounts(
  trx: Transaction<Database>,
  { importId, counts }: RepairScope,
): Promise<void> {
  await trx
    .updateTable('itemImport')
    .set({ counts: JSON.stringify(counts) })
    .where('id', '=', importId)
    .execute()
}
