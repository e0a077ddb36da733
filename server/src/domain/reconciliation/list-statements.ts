import type {
  StatementChannel,
  StatementKind,
  StatementRefused,
  StatementState,
} from '@haowu/shared/statement-files.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface StatementRow {
  id: string
  channel: StatementChannel | null
  accountName: string | null
  accountNo: string | null
  kind: StatementKind
  format: string
  fileName: string
  dayFrom: string | null
  dayTo: string | null
  lineCount: number
  inFen: bigint
  outFen: bigint
  state: StatementState
  refusal: StatementRefused | null
  loadedBy: string
  loadedAt: Date
}

export interface StatementFilter {
  state?: StatementState | undefined
  channel?: StatementChannel | undefined
  /** Files of this day and no other. */
  day?: string | undefined
  /** This file alone. */
  fileId?: string | undefined
}

/** The newest first, one more than `limit`; `cursor` is the id of the last one seen. */
export async function listStatements(
  db: Db,
  {
    state,
    channel,
    day,
    fileId,
    cursor,
    limit,
  }: StatementFilter & { cursor?: string | undefined; limit: number },
): Promise<StatementRow[]> {
  const { rows } = await sql<StatementRow>`
    SELECT file.id, account.channel, account.name AS account_name, account.account_no, file.kind, file.format, file.file_name,
      file.day_from::text, file.day_to::text, file.line_count, file.in_fen, file.out_fen, file.state, file.refusal,
      coalesce((SELECT account.name FROM member JOIN auth.user AS account ON account.id = member.user_id
        WHERE 'member:' || member.id = file.loaded_by), file.loaded_by) AS loaded_by,
      file.loaded_at
    FROM statement_file AS file LEFT JOIN statement_account AS account ON account.id = file.account_id
    WHERE (${state ?? null}::text IS NULL OR file.state = ${state ?? null})
      AND (${channel ?? null}::text IS NULL OR account.channel = ${channel ?? null})
      AND (${day ?? null}::date IS NULL OR ${day ?? null}::date BETWEEN file.day_from AND file.day_to)
      AND (${fileId ?? null}::uuid IS NULL OR file.id = ${fileId ?? null}::uuid)
      AND (${cursor ?? null}::uuid IS NULL OR file.id < ${cursor ?? null}::uuid)
    ORDER BY file.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}
