import type { ImportChoices, ImportMode } from '@haowu/shared/imports.ts'
import type { Db } from '#db/database.ts'
import { isSenderAsked } from './asked-sender.ts'
import type { ColumnMapping } from './map-columns.ts'
import { type MappingMemory, NO_MEMORY, readMappingMemory } from './mapping-memory.ts'

/** All that decides how a file is read beside its bytes: what was chosen for it, and what the supplier said once for all. */
export interface Reading {
  mode: ImportMode
  choices: ImportChoices
  memory: MappingMemory
  /** Whether a person is there to answer, so that what can be guessed is asked rather than passed over. */
  asks: boolean
  /** How the file was read whose rows an error file brings back. */
  parent?: ColumnMapping | undefined
}

export const UNAIDED: Reading = { mode: 'delta', choices: {}, memory: NO_MEMORY, asks: false }

export async function readReading(
  db: Db,
  { importId, supplierId }: { importId: string; supplierId: string },
): Promise<Reading> {
  const { mode, choices, source, autoApply, parent } = await db
    .selectFrom('itemImport')
    .leftJoin('itemImport as origin', 'origin.id', 'itemImport.parentId')
    .select([
      'itemImport.mode',
      'itemImport.choices',
      'itemImport.source',
      'itemImport.autoApply',
      'origin.mapping as parent',
    ])
    .where('itemImport.id', '=', importId)
    .executeTakeFirstOrThrow()
  return {
    mode: mode as ImportMode,
    choices: choices as ImportChoices,
    memory: await readMappingMemory(db, supplierId),
    asks: isSenderAsked({ source, autoApply }),
    parent: (parent as ColumnMapping | null) ?? undefined,
  }
}
