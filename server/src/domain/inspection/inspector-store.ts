import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

/** Who an inspector works for: an agency, or the supplier herself. */
export interface InspectorName {
  agencyId: string | null
  supplierId: string
  name: string
}

export interface KnownInspector {
  id: string
  state: 'active' | 'suspended'
}

export const inspectorKey = ({ agencyId, supplierId, name }: InspectorName) =>
  `${agencyId ?? supplierId}\n${name}`

/** The inspectors of these names; one that nobody has named before is entered now. By `inspectorKey`. */
export async function resolveInspectors(
  trx: Transaction<Database>,
  names: InspectorName[],
): Promise<Map<string, KnownInspector>> {
  if (names.length === 0) return new Map()
  const distinct = [...new Map(names.map(name => [inspectorKey(name), name])).entries()].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )
  const asked = JSON.stringify(
    distinct.map(([key, { agencyId, supplierId, name }]) => ({
      key,
      agency_id: agencyId,
      supplier_id: agencyId === null ? supplierId : null,
      name,
    })),
  )
  const asking = sql`jsonb_to_recordset(${asked}::jsonb) AS asked(key text, agency_id uuid, supplier_id uuid, name text)`
  const same = sql<boolean>`inspector.name = asked.name
    AND inspector.inspection_agency_id IS NOT DISTINCT FROM asked.agency_id
    AND inspector.supplier_id IS NOT DISTINCT FROM asked.supplier_id`
  await sql`
    INSERT INTO inspector (inspection_agency_id, supplier_id, name)
    SELECT agency_id, supplier_id, name FROM ${asking}
    WHERE NOT EXISTS (SELECT FROM inspector WHERE ${same})
    ON CONFLICT DO NOTHING
  `.execute(trx)
  const { rows } = await sql<KnownInspector & { key: string }>`
    SELECT asked.key, inspector.id, inspector.state FROM ${asking} JOIN inspector ON ${same}
  `.execute(trx)
  return new Map(rows.map(({ key, ...known }) => [key, known]))
}
