import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ErrorCode } from '@haowu/shared/errors.ts'
import type { ImportMode, ImportState } from '@haowu/shared/imports.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { applyImport } from '#domain/imports/apply-import.ts'
import { csvLine, UTF8_BOM } from '#domain/imports/csv-text.ts'
import { nameOfField } from '#domain/imports/import-field.ts'
import type { ImportDeps } from '#domain/imports/import-run.ts'
import { previewImport } from '#domain/imports/preview-import.ts'
import { readImport } from '#domain/imports/read-import.ts'
import { registerImport } from '#domain/imports/register-import.ts'
import { type PushedResult, type PushedRow, readPushResults } from './read-push-results.ts'

export interface Push {
  supplierId: string
  memberId: string
  mode: Extract<ImportMode, 'delta' | 'price_stock'>
  rows: readonly PushedRow[]
  /** How long the caller is kept waiting for the end. */
  answerWithinMs?: number
}

export interface Pushed {
  importId: string
  state: ImportState
  /** The brake holds it: nothing was changed, and a person has to look. */
  braked: boolean
  /** In the order of the rows; null when it has not ended. */
  results: PushedResult[] | null
}

/** A program that waits longer has most likely hung up. */
const ANSWER_WITHIN_MS = 20_000
const LOOK_EVERY_MS = 100

/**
 * Takes in what a program says of its goods by writing it as a file of ours and importing that, so that it has the same
 * checks, brake, history and undo as any file; only that it is done here and now. What has not ended in time goes on in
 * the background. A file refused as a whole throws its code.
 */
export async function pushRows(deps: ImportDeps, push: Push): Promise<Pushed> {
  const { importId, lineOfRow } = await storeRows(deps, push)
  const ended = new AbortController()
  const run = runImport(deps, importId, ended.signal)
  // The jobs were woken too: they finish what fails here after the answer was given.
  run.catch(() => {})
  try {
    await Promise.race([
      run,
      sleep(push.answerWithinMs ?? ANSWER_WITHIN_MS, undefined, { signal: ended.signal }),
    ])
  } finally {
    ended.abort()
  }
  const { state, braked, errorCode, errorFacts } = await readImport(deps.db, { ...push, importId })
  if (state === 'failed') throw new DomainError((errorCode ?? 'internal') as ErrorCode, errorFacts)
  const results =
    state === 'applied' ? await readPushResults(deps.db, { ...push, importId, lineOfRow }) : null
  return { importId, state, braked, results }
}

interface StoredRows {
  importId: string
  /** The line of the file on which a row stands. */
  lineOfRow(row: number): number
}

async function storeRows(deps: ImportDeps, { supplierId, memberId, mode, rows }: Push): Promise<StoredRows> {
  const fields = [...new Set(rows.flatMap(row => [...row.keys()]))]
  const lines = rows.map(row => csvLine(fields.map(field => row.get(field) ?? '')))
  const content = Buffer.from(UTF8_BOM + csvLine(fields.map(nameOfField)) + lines.join(''))
  const fileKey = `imports/${supplierId}/${randomUUID()}`
  // Nothing is left to be guessed, and no word the supplier once said about her own files is applied to ours.
  const columns = Object.fromEntries(fields.map((field, index) => [String(index), field]))
  const choices = { encoding: 'utf-8', delimiter: ',', headerRecord: 1, columns, exact: true } as const
  await deps.files.put(fileKey, content, { contentType: 'text/csv' })
  try {
    const { importId } = await deps.db.transaction().execute(trx =>
      registerImport(trx, {
        supplierId,
        memberId,
        mode,
        fileKey,
        choices,
        fileName: 'api.csv',
        bytes: BigInt(content.length),
        sha256: createHash('sha256').update(content).digest(),
        source: 'api',
        autoApply: true,
      }),
    )
    return { importId, lineOfRow: row => row + 2 }
  } catch (error) {
    await deps.files.delete(fileKey)
    throw error
  }
}

/** A worker may be at the same import: whoever of the two took it last does it, and the other one waits. */
async function runImport(deps: ImportDeps, importId: string, given: AbortSignal): Promise<void> {
  await previewImport(deps, importId)
  for (;;) {
    const state = await readState(deps.db, importId)
    if (state === 'applying') await applyImport(deps, importId)
    else if (state !== 'uploaded' && state !== 'previewing') return
    if (given.aborted) return
    if ((await readState(deps.db, importId)) === state) await sleep(LOOK_EVERY_MS)
  }
}

async function readState(db: Db, importId: string): Promise<string> {
  const { state } = await db
    .selectFrom('itemImport')
    .select('state')
    .where('id', '=', importId)
    .executeTakeFirstOrThrow()
  return state
}
