import type { Dialect } from './detect-dialect.ts'
import { cutPlainRecord, parseQuotedRecords } from './read-cells.ts'
import { createRecordSplitter } from './split-records.ts'

/** The first records of a sample in UTF-8, cut into cells. Of a sample that is not the whole file, the last one may be cut off. */
export function firstRecords(
  { sample, whole }: { sample: Buffer; whole: boolean },
  dialect: Dialect,
  limit: number,
): string[][] {
  const records: string[][] = []
  let skip = dialect.skipsFirstLine
  const splitter = createRecordSplitter(dialect, ({ bytes, start, end, quoted }) => {
    if (skip) skip = false
    else if (records.length < limit) {
      const record = bytes.subarray(start, end)
      const cells = quoted
        ? parseQuotedRecords([record], dialect.delimiter)[0]
        : cutPlainRecord(record.toString('utf8'), dialect.delimiter)
      records.push(cells ?? [])
    }
  })
  splitter.push(sample)
  if (whole) splitter.finish()
  return records
}
