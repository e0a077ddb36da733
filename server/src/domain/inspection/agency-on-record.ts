import type { DraftProblem } from '@haowu/shared/inspection.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/** What a report needs to know of an agency. */
export interface AgencyOnRecord {
  id: string
  name: string
  state: 'active' | 'suspended'
  /** The last day on which an inspection of theirs counts. */
  validUntil: string
  categories: string[]
  version: number
}

/** Compares names as people mean them; `agency_key` of the database does the same. */
export function agencyKey(name: string): string {
  return name.normalize('NFKC').replace(/\s/g, '').toLowerCase()
}

/** All agencies there are, a few hundred at most, in the order of their ids. */
export async function readAgencies(db: Db): Promise<AgencyOnRecord[]> {
  const { rows } = await sql<AgencyOnRecord>`
    SELECT id, name, state, valid_until::text AS valid_until, categories, version FROM inspection_agency ORDER BY id
  `.execute(db)
  return rows
}

/** Why a third-party report may not name this agency for this category and day; undefined when it may. */
export function agencyProblem(
  { agency }: { agency(name: string): AgencyOnRecord | undefined },
  report: { agencyName: string | null; inspectedOn: string; categoryCode: string },
): DraftProblem | undefined {
  if (!report.agencyName) return 'agency_missing'
  const known = agency(report.agencyName)
  if (!known) return 'agency_unknown'
  if (known.state === 'suspended') return 'agency_suspended'
  if (known.validUntil < report.inspectedOn) return 'agency_lapsed'
  return known.categories.includes(report.categoryCode) ? undefined : 'agency_category'
}
