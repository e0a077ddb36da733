import type { InspectionChange, InspectionState } from '@haowu/shared/inspection.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type Assessment, assessInspection } from './assess-inspection.ts'
import type { Measured } from './grade-item.ts'
import {
  type InspectedItem,
  type InspectionRow,
  lockInspection,
  selectInspectedItem,
  selectMedia,
  writeInspection,
} from './inspection-store.ts'
import { readPhotosLeast } from './photos-least.ts'
import { requireAgency } from './register-agency.ts'
import { readReportRules } from './report-rules.ts'
import { fits, templateFor } from './template.ts'

export interface SaveInspection {
  supplierId: string
  inspectionId: string
  /** The one the change was made on. */
  version: number
  /** Names this save, so that it can be sent again when its answer was lost. */
  saveKey: string
  change: InspectionChange
}

export interface SavedInspection {
  version: number
  state: InspectionState
  assessment: Assessment
}

/**
 * Takes over what an inspector has just touched and answers the grade so far. Throws `stale_version` when the inspection has
 * moved on since (another tab, another phone, signed), `bad_request` for a value the template does not know.
 */
export async function saveInspection(
  { db }: { db: Db },
  { supplierId, inspectionId, version, saveKey, change }: SaveInspection,
): Promise<SavedInspection> {
  return db.transaction().execute(async trx => {
    const row = await lockOpenInspection(trx, { supplierId, inspectionId })
    if (row.saveKey === saveKey && row.version === version + 1) return assess(trx, row)
    if (row.version !== version) throw new DomainError('stale_version')
    const item = await requireItem(trx, row)
    const next = await applyChange(trx, { row, item, change })
    const saved: InspectionRow = { ...next, version: version + 1, saveKey, state: stateOf(next) }
    await writeInspection(trx, saved)
    return assess(trx, saved)
  })
}

/** Throws `not_found`, and `stale_version` for one that has ended. */
export async function lockOpenInspection(
  trx: Transaction<Database>,
  whose: { supplierId: string; inspectionId: string },
): Promise<InspectionRow> {
  const row = await lockInspection(trx, whose)
  if (!row) throw new DomainError('not_found', { what: 'inspection' })
  if (row.state !== 'draft' && row.state !== 'inspecting') throw new DomainError('stale_version')
  return row
}

/** The same without a lock, before anything large is read. */
export async function requireOpenInspection(
  db: Db,
  { supplierId, inspectionId }: { supplierId: string; inspectionId: string },
): Promise<void> {
  const row = await db
    .selectFrom('inspection')
    .select('state')
    .where('id', '=', inspectionId)
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  if (!row) throw new DomainError('not_found', { what: 'inspection' })
  if (row.state !== 'draft' && row.state !== 'inspecting') throw new DomainError('stale_version')
}

/** The first finding makes a prepared paper an inspection. */
export function stateOf(row: InspectionRow): InspectionState {
  const found = Object.keys(row.measured).length > 0 || row.marks.length > 0 || row.defects !== ''
  return found ? 'inspecting' : row.state
}

async function assess(trx: Transaction<Database>, row: InspectionRow): Promise<SavedInspection> {
  const item = await requireItem(trx, row)
  const assessment = assessInspection({
    inspection: row,
    item,
    media: await selectMedia(trx, row.inspectionId),
    rules: await readReportRules(trx),
    photosLeast: await readPhotosLeast(trx, item.categoryCode),
  })
  return { version: row.version, state: row.state, assessment }
}

async function requireItem(trx: Transaction<Database>, row: InspectionRow): Promise<InspectedItem> {
  const item = await selectInspectedItem(trx, row)
  if (!item) throw new Error(`the item of inspection ${row.inspectionId} is gone`)
  return item
}

type Changing = { row: InspectionRow; item: InspectedItem; change: InspectionChange }

async function applyChange(trx: Transaction<Database>, { row, item, change }: Changing) {
  const { measured, marks, ...rest } = change
  if (rest.inspectionAgencyId) await requireAgency(trx, rest.inspectionAgencyId)
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const next: InspectionRow = { ...row, ...given }
  if (next.externalNo === '') next.externalNo = null
  if (measured) next.measured = mergeMeasured(row.measured, measured, item.categoryCode)
  if (marks) {
    const photos = new Set((await selectMedia(trx, row.inspectionId)).map(({ sha256 }) => sha256))
    if (marks.some(mark => !photos.has(mark.photo))) throw new DomainError('bad_request', { field: 'marks' })
    next.marks = marks
  }
  return next
}

function mergeMeasured(
  before: Measured,
  change: Record<string, string | number | null>,
  categoryCode: string,
): Measured {
  const { fields } = templateFor(categoryCode)
  const next: Measured = { ...before }
  for (const [key, value] of Object.entries(change)) {
    const field = fields.find(candidate => candidate.key === key)
    if (!field || !fits(field, value)) throw new DomainError('bad_request', { field: `measured.${key}` })
    if (value === null) delete next[key]
    else next[key] = value
  }
  return next
}
