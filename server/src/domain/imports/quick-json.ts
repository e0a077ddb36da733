import { createCellMemo } from './cell-memo.ts'
import { namedExtras, specColumnsOf } from './check-texts.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import { jsonText } from './json-text.ts'
import type { SniffedFile } from './sniff-file.ts'
import type { ValueBuffer } from './value-buffer.ts'

/** Writes a JSON value of the row at hand; false when one of its cells has to be looked at closely. */
export type WriteJson = (bytes: Buffer) => boolean

interface Member {
  index: number
  first: Buffer
  next: Buffer
  meaningOf: ReturnType<typeof createCellMemo<Buffer>> | undefined
}

export function compileQuickSpec(
  out: ValueBuffer,
  { mapping, words }: Pick<SniffedFile, 'mapping' | 'words'>,
): WriteJson {
  return compileObject(
    out,
    specColumnsOf(mapping, words).map(({ index, key, read }) => ({
      index,
      first: keyBytes(key, '{'),
      next: keyBytes(key, ','),
      meaningOf: read && createCellMemo(text => Buffer.from(jsonText(read(text) || text))),
    })),
  )
}

export function compileQuickExtra(out: ValueBuffer, mapping: SniffedFile['mapping']): WriteJson {
  return compileObject(
    out,
    namedExtras(mapping).map(([name, index]) => ({
      index,
      first: keyBytes(name, '{'),
      next: keyBytes(name, ','),
      meaningOf: undefined,
    })),
  )
}

/** `"key":` behind what stands before it. */
function keyBytes(json: string, before: string): Buffer {
  return Buffer.from(`${before}${json}:`)
}

const END_OF_OBJECT = Buffer.from('}')

function compileObject(out: ValueBuffer, members: Member[]): WriteJson {
  return bytes => {
    let any = false
    for (const { index, first, next, meaningOf } of members) {
      const start = out.startOf(index)
      const end = out.endOf(index)
      if (start === end) continue
      if (!any) out.openJson()
      out.bytes(any ? next : first)
      if (meaningOf) out.bytes(meaningOf(bytes, start, end))
      else out.quotedCell(index)
      any = true
    }
    if (!any) out.nothing()
    else {
      out.bytes(END_OF_OBJECT)
      out.close()
    }
    return true
  }
}

const [BEFORE_FIRST, BEFORE_NEXT, AFTER_LAST] = [Buffer.from('['), Buffer.from(','), Buffer.from(']')]

export function compileQuickPhotos(out: ValueBuffer, { columns }: SniffedFile['mapping']): WriteJson {
  const photoColumns = columns.flatMap(({ field }, index) => (field === 'photos' ? [index] : []))
  if (photoColumns.length > IMPORT_LIMITS.photos) return () => false
  return bytes => {
    let any = false
    for (const index of photoColumns) {
      const start = out.startOf(index)
      const end = out.endOf(index)
      if (start === end) continue
      if (!isPlainLink(bytes, start, end)) return false
      if (!any) out.openJson()
      out.bytes(any ? BEFORE_NEXT : BEFORE_FIRST)
      out.quotedCell(index)
      any = true
    }
    if (!any) out.nothing()
    else {
      out.bytes(AFTER_LAST)
      out.close()
    }
    return true
  }
}

const SCHEMES = [Buffer.from('https://'), Buffer.from('http://')]
/** Letters, digits, `_` and what else stands in a plain link; the first two kinds only in a host's first label. */
const IN_LINK = new Uint8Array(128)
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-')
  IN_LINK[character.charCodeAt(0)] = 2
for (const character of './?=&%~+') IN_LINK[character.charCodeAt(0)] = 1
const POINT = 0x2e

/** `https://` or `http://`, a host with a point in it, and no character that would need a thought. */
function isPlainLink(bytes: Buffer, start: number, end: number): boolean {
  const scheme = SCHEMES.find(
    known =>
      bytes[start + known.length - 1] === 0x2f && known.compare(bytes, start, start + known.length) === 0,
  )
  if (!scheme) return false
  let at = start + scheme.length
  const host = at
  while (at < end && IN_LINK[bytes[at] as number] === 2) at++
  if (at === host || bytes[at] !== POINT || at + 1 >= end) return false
  for (at++; at < end; at++) if (!IN_LINK[bytes[at] as number]) return false
  return true
}
