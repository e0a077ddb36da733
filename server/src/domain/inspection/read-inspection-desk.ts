import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type Assessment, assessInspection } from './assess-inspection.ts'
import {
  findOpenInspection,
  type InspectedItem,
  type InspectionRow,
  type MediaRow,
  selectInspectedItem,
  selectMedia,
} from './inspection-store.ts'
import { readPhotosLeast } from './photos-least.ts'
import { readReportRules } from './report-rules.ts'
import { INSPECTABLE_STATES } from './start-inspection.ts'
import type { Template } from './template.ts'

/** Everything an inspector needs on one screen. */
export interface InspectionDesk {
  item: InspectedItem
  template: Template
  /** Whether one may be opened now. */
  mayStart: boolean
  inspection: InspectionRow | null
  media: MediaRow[]
  assessment: Assessment | null
  /** Agencies that may be named for this category today. */
  agencies: { id: string; name: string; validUntil: string }[]
  inspectors: string[]
  photosLeast: number
  thirdPartyRequired: boolean
  today: string
}

const INSPECTORS_SHOWN = 20

/** The desk of a supplier's item, with the inspection that is open, if there is one. Throws `not_found`. */
export async function readInspectionDesk(
  db: Db,
  whose: { supplierId: string; itemId: string },
): Promise<InspectionDesk> {
  const item = await selectInspectedItem(db, whose)
  if (!item) throw new DomainError('not_found', { what: 'item' })
  const rules = await readReportRules(db)
  const photosLeast = await readPhotosLeast(db, item.categoryCode)
  const inspection = (await findOpenInspection(db, item.itemId)) ?? null
  const media = inspection ? await selectMedia(db, inspection.inspectionId) : []
  return {
    item,
    template: rules.rubric(item.categoryCode).template,
    mayStart: item.stockKind === 'unique' && INSPECTABLE_STATES.has(item.state),
    inspection,
    media,
    assessment: inspection && assessInspection({ inspection, item, media, rules, photosLeast }),
    agencies: rules.agenciesFor(item.categoryCode),
    inspectors: await readOwnInspectors(db, item.supplierId),
    photosLeast,
    thirdPartyRequired: rules.requiresThirdParty(item.categoryCode, item.priceFen),
    today: rules.today,
  }
}

async function readOwnInspectors(db: Db, supplierId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('inspector')
    .select('name')
    .where('supplierId', '=', supplierId)
    .where('state', '=', 'active')
    .orderBy('name')
    .limit(INSPECTORS_SHOWN)
    .execute()
  return rows.map(({ name }) => name)
}
