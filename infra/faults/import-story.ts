import type { Db } from '@haowu/server/db/database.ts'
import { receiveUpload } from '@haowu/server/domain/imports/receive-upload.ts'
import { requestApply } from '@haowu/server/domain/imports/request-apply.ts'
import { requestUndo } from '@haowu/server/domain/imports/request-undo.ts'
import type { FileStore } from '@haowu/server/gateways/files.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import type { TestDatabase } from '@haowu/server/test/test-database.ts'
import { type Outcome, readLeftovers, readOutcome } from './import-outcome.ts'

const ROWS = { first: 2_000, second: 2_120 }
const BROKEN_EVERY = 53

/** Last week's inspected phones, and this week's: dearer ones, new ones, and some that nobody can read. */
export const FILES = {
  first: [...generatePhoneCatalog({ rows: ROWS.first, inspected: true, seed: 81 })].join(''),
  second: [...generatePhoneCatalog({ rows: ROWS.second, inspected: true, seed: 81, priceMoveEvery: 3 })]
    .map((line, at) => (at > 0 && at % BROKEN_EVERY === 0 ? line.replace('手机', '电话亭') : line))
    .join(''),
} as const
export type FileName = keyof typeof FILES

/** Whoever does the background work of one import; each step resolves when the import stands where it should. */
export interface Worker {
  preview(importId: string, file: FileName): Promise<void>
  apply(importId: string, file: FileName): Promise<void>
  undo(importId: string): Promise<void>
}

export interface Played {
  seen: Record<string, Outcome>
  leftovers: Record<string, number>
}

/** A supplier sends both files, agrees to each, and takes the second one back. Answers all that stood after each step. */
export async function playImportStory(
  t: TestDatabase & { files: FileStore },
  worker: Worker,
): Promise<Played> {
  const supplierId = await buildParty(t.db, 'supplier')
  const seen: Record<string, Outcome> = {}
  const look = async (at: string) => {
    seen[at] = await readOutcome(t.owner)
  }
  let importId = ''
  for (const file of ['first', 'second'] as const) {
    importId = await uploadFile(t, supplierId, FILES[file])
    await worker.preview(importId, file)
    await look(`${file} file previewed`)
    await requestApply(t, { supplierId, importId, acceptBrake: true })
    await worker.apply(importId, file)
    await look(`${file} file applied`)
  }
  await requestUndo(t, { supplierId, importId, memberId: supplierId })
  await worker.undo(importId)
  await look('second file taken back')
  return { seen, leftovers: await readLeftovers(t.owner) }
}

/** Sends it as a supplier's own file. */
export async function uploadFile(
  deps: { db: Db; files: FileStore },
  supplierId: string,
  content: string,
): Promise<string> {
  const body = (async function* () {
    yield Buffer.from(content)
  })()
  const { importId } = await receiveUpload(deps, {
    supplierId,
    memberId: supplierId,
    fileName: '商品.csv',
    body,
  })
  return importId
}
