import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ImportCounts } from '@haowu/shared/imports.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { ImportDetail } from '#domain/imports/read-import.ts'
import { buildParty } from './build-item.ts'
import { type Comparison, compareWithCsvParse } from './compare-with-csv-parse.ts'
import type { ImportDesk } from './import-desk.ts'

/** Public files that lie beside the checkout; none where it stands alone. */
export const FIXTURES = path.join(import.meta.dirname, '../../../shared/fixtures/feeds')

/** What a supplier who sends the file is answered, and what it is read as. */
export interface FixtureFacts extends Comparison {
  file: string
  bytes: number
  /** `previewed`, or the code of why it was refused or what is asked. */
  answer: string
  counts: ImportCounts | null
  ms: number
}

export function listFixtures(): string[] {
  try {
    return readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.relative(FIXTURES, path.join(entry.parentPath, entry.name)))
      .sort()
  } catch {
    return []
  }
}

/** Sends each file through upload and preview as a new supplier's first one. */
export async function* surveyFixtures(desk: ImportDesk): AsyncGenerator<FixtureFacts> {
  for (const file of listFixtures()) {
    const bytes = readFileSync(path.join(FIXTURES, file))
    const supplierId = await buildParty(desk.deps.db, 'supplier')
    const started = performance.now()
    const { answer, counts } = await answerTo(() => desk.preview(supplierId, bytes))
    const ms = performance.now() - started
    yield { file, bytes: bytes.length, answer, counts, ms, ...(await compareWithCsvParse(bytes)) }
  }
}

async function answerTo(
  preview: () => Promise<ImportDetail>,
): Promise<Pick<FixtureFacts, 'answer' | 'counts'>> {
  try {
    const { state, errorCode, question, counts } = await preview()
    return {
      answer: errorCode ?? question?.code ?? state,
      counts: state === 'previewed' ? counts : null,
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { answer: error.code, counts: null }
  }
}
