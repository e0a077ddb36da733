import type { FileMemory } from './file-memory.ts'
import type { Hash64 } from './hash-bytes.ts'
import type { HashTable } from './hash-table.ts'
import { compileQuickRow, type QuickRow } from './quick-row.ts'
import type { SniffedFile } from './sniff-file.ts'
import type { RawRecord } from './split-records.ts'
import type { RowWriter } from './write-rows.ts'

interface Intake {
  memory: FileMemory
  /** The lines on which numbers of pieces were seen. */
  identities: HashTable
  writer: RowWriter
}

/** Stages a record that is plainly right and meets no other of the file; null for one that has to be judged. */
export type TakeQuickly = (record: RawRecord, raw: Hash64) => QuickRow | null

export function createQuickIntake(sniffed: SniffedFile, { memory, identities, writer }: Intake): TakeQuickly {
  const read = compileQuickRow(sniffed)
  if (!read) return () => null
  return ({ bytes, start, end, line }, raw) => {
    const row = read(bytes, start, end)
    if (!row || (row.hasIdentity && identities.get(row.identity) !== -1)) return null
    if (!memory.addFirst(raw, row.sku, line)) return null
    if (row.hasIdentity) identities.add(row.identity, line)
    writer.writeValues(row.values, { line, raw })
    return row
  }
}
