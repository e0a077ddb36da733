import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { sql } from 'kysely'
import { assessInspection } from './assess-inspection.ts'
import {
  type InspectionRow,
  lockInspection,
  type MediaRow,
  selectInspectedItem,
  selectMedia,
} from './inspection-store.ts'
import { readPhotosLeast } from './photos-least.ts'
import { publishReport } from './publish-report.ts'
import type { ReportDraft } from './report.ts'
import { readReportRules } from './report-rules.ts'
import { ruleOfProblem } from './rule-of-problem.ts'
import type { ReportSigner } from './sign-report.ts'

export interface PublishInspection {
  supplierId: string
  inspectionId: string
  version: number
  /** As the audit log names him: `user:<id>`. */
  actor: string
}

export interface SignedInspection {
  reportId: string
  code: string
}

/**
 * Signs what was found and makes it the item's report; from then on photos and papers stay. Asked again, it answers the
 * report that exists. Throws `stale_version`, and `report_invalid` with the first `problem` that is in the way.
 */
export async function publishInspection(
  { db, signer }: { db: Db; signer: ReportSigner },
  { supplierId, inspectionId, version, actor }: PublishInspection,
): Promise<SignedInspection> {
  return db.transaction().execute(async trx => {
    const row = await lockInspection(trx, { supplierId, inspectionId })
    if (!row) throw new DomainError('not_found', { what: 'inspection' })
    if (row.reportId !== null) return findSigned(trx, row.reportId)
    if (row.state === 'abandoned' || row.version !== version) throw new DomainError('stale_version')
    const { draft, media } = await toDraft(trx, row)
    const signed = await publishReport(trx, { draft, signer })
    await trx
      .updateTable('inspection')
      .set({ state: 'published', reportId: signed.reportId, version: version + 1, updatedAt: sql`app_now()` })
      .where('id', '=', inspectionId)
      .execute()
    if (media.length > 0)
      await trx
        .updateTable('reportMedia')
        .set({ reportId: signed.reportId })
        .where('inspectionId', '=', inspectionId)
        .execute()
    await recordAct(trx, {
      actor,
      action: 'report_signed',
      subjectType: 'report',
      subjectId: signed.reportId,
      facts: { itemId: row.itemId, code: signed.code },
    })
    return signed
  })
}

async function findSigned(trx: Transaction<Database>, reportId: string): Promise<SignedInspection> {
  const { code } = await trx
    .selectFrom('report')
    .select('code')
    .where('id', '=', reportId)
    .executeTakeFirstOrThrow()
  return { reportId, code }
}

/** The draft of a complete inspection. Throws `report_invalid` for one that is not. */
async function toDraft(
  trx: Transaction<Database>,
  row: InspectionRow,
): Promise<{ draft: ReportDraft; media: MediaRow[] }> {
  const item = await selectInspectedItem(trx, row)
  if (!item) throw new Error(`the item of inspection ${row.inspectionId} is gone`)
  const rules = await readReportRules(trx)
  const media = await selectMedia(trx, row.inspectionId)
  const photosLeast = await readPhotosLeast(trx, item.categoryCode)
  const { gaps } = assessInspection({ inspection: row, item, media, rules, photosLeast })
  const [gap] = gaps
  if (gap)
    throw new DomainError('report_invalid', { ...gap, ...(await ruleOfProblem(trx, { ...gap, ...item })) })
  return {
    media,
    draft: {
      itemId: row.itemId,
      kind: row.kind,
      agencyName: row.kind === 'third_party' ? rules.agencyName(row.inspectionAgencyId) : null,
      inspectorName: row.inspectorName,
      externalNo: row.kind === 'third_party' ? row.externalNo : null,
      inspectedOn: row.inspectedOn,
      identity: item.identity,
      measured: row.measured,
      defects: row.defects,
      details: {
        place: row.place || null,
        tools: row.tools,
        marks: row.marks,
        media: media.map(({ sha256, kind, shows }) => ({ sha256, kind, shows })),
      },
    },
  }
}
