import type { ErrorCode, ErrorFacts } from '@haowu/shared/errors.ts'
import type { ImportQuestion } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { senderIsAsked } from './asked-sender.ts'
import type { ImportRun } from './import-run.ts'

/** Something about a file that a person can decide and nobody may guess. Where nobody can be asked it is a failure like any other. */
export class FileQuestion extends DomainError {
  override name = 'FileQuestion'
  readonly question: ImportQuestion

  constructor(question: ImportQuestion, code: ErrorCode, facts: ErrorFacts = {}) {
    super(code, facts)
    this.question = question
  }
}

/** As stored in `item_import.question`: what is asked, and why. */
export interface AskedQuestion {
  question: ImportQuestion
  code: ErrorCode
  facts: ErrorFacts
}

/** Leaves the import in state `asking` when its sender can be asked; false when there is nobody to ask, or the run was overtaken. */
export async function askSupplier(
  db: Db,
  { importId, runToken }: ImportRun,
  { question, code, facts }: FileQuestion,
): Promise<boolean> {
  const asked: AskedQuestion = { question, code, facts }
  const { rows } = await sql`
    UPDATE item_import SET state = 'asking', question = ${JSON.stringify(asked)}::jsonb
    WHERE id = ${importId} AND run_token = ${runToken} AND state = 'previewing' AND ${senderIsAsked()}
    RETURNING id
  `.execute(db)
  return rows.length > 0
}
