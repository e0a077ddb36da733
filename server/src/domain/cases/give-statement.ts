import type { CaseSide } from '@haowu/shared/cases.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { FileStore } from '#gateways/files.ts'
import { HEARING_STATES } from './case.ts'
import { clauseFacts } from './clause.ts'
import {
  countEvidence,
  insertEvidence,
  lockCase,
  readNow,
  recordEvent,
  type StoredCase,
} from './case-store.ts'
import { type EvidenceFolder, evidencePath } from './receive-evidence-file.ts'

export interface Statement {
  side: CaseSide
  givenBy: string
  text: string
  fileKeys: string[]
  /** Where the files were taken in. */
  folder: EvidenceFolder
}

/**
 * A side says what it has to say and shows files it has handed in before. The respondent has until the deadline
 * (`deadline_passed {until}`); once a case is decided nobody adds to it (`case_state`). A file that was never handed in is
 * `bad_request`.
 */
export async function giveStatement(
  deps: { db: Db; files: FileStore },
  { caseId, ...given }: Statement & { caseId: string },
): Promise<void> {
  await requireFiles(deps.files, given)
  await deps.db.transaction().execute(async trx => addStatement(trx, await lockCase(trx, caseId), given))
}

/** Whatever a caller names must lie in the folder he has shown to be his. */
export async function requireFiles(
  files: FileStore,
  { folder, fileKeys }: Pick<Statement, 'folder' | 'fileKeys'>,
): Promise<void> {
  for (const key of new Set(fileKeys)) {
    if (!(await files.stat(evidencePath(folder, key))))
      throw new DomainError('bad_request', { field: 'fileKeys' })
  }
}

/** The same on a locked case, with files known to be there. */
export async function addStatement(
  trx: Transaction<Database>,
  found: StoredCase,
  given: Statement,
): Promise<void> {
  await refuseLate(trx, found, given.side)
  await addFiles(trx, found.id, given)
  const { side, givenBy, text } = given
  const isNew = await insertEvidence(trx, found.id, { kind: 'statement', side, givenBy, content: { text } })
  if (!isNew) return
  await recordEvent(trx, found.id, {
    actor: givenBy,
    action: `statement_of_${side}`,
    fromState: found.state,
    toState: found.state,
    facts: { files: given.fileKeys.length },
  })
  if (side !== 'respondent') return
  await trx
    .updateTable('trustCase')
    .set({ answeredAt: sql<Date>`coalesce(answered_at, app_now())`, version: sql<number>`version + 1` })
    .where('id', '=', found.id)
    .execute()
}

export async function addFiles(
  trx: Transaction<Database>,
  caseId: string,
  { side, givenBy, fileKeys, folder }: Omit<Statement, 'text'>,
): Promise<void> {
  const keys = [...new Set(fileKeys)]
  if (keys.length === 0) return
  const { version: ruleVersion, value } = await readRule(trx, 'case_limits')
  const limit = value.filesPerCase
  if ((await countEvidence(trx, caseId)) + keys.length > limit)
    throw new DomainError('limit_reached', { what: 'evidence', limit, rule: 'case_limits', ruleVersion })
  for (const key of keys) {
    await insertEvidence(trx, caseId, {
      kind: 'file',
      side,
      givenBy,
      content: { key },
      file: { path: evidencePath(folder, key), sha256: key.slice(0, 64) },
    })
  }
}

async function refuseLate(trx: Transaction<Database>, found: StoredCase, side: CaseSide): Promise<void> {
  if (!(HEARING_STATES as readonly string[]).includes(found.state))
    throw new DomainError('case_state', { state: found.state })
  if (side !== 'respondent' || found.answerUntil === null) return
  if ((await readNow(trx)) > found.answerUntil)
    throw new DomainError('deadline_passed', {
      until: found.answerUntil.toISOString(),
      ...(await clauseFacts(trx, found)),
    })
}
