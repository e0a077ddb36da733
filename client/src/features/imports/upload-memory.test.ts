import { expect, test } from 'vitest'
import { isSameFile, type UploadMemory } from './upload-memory.ts'

const upload: UploadMemory = {
  uploadId: 'u1',
  fileName: '十一月到货.csv',
  bytes: 20_000_000,
  lastModified: 1_700_000_000_000,
  mode: 'delta',
  partBytes: 8_388_608,
  parts: 3,
  etags: {},
}
const file = { name: upload.fileName, size: upload.bytes, lastModified: upload.lastModified }

test('only the file that was left is gone on with: a changed one would be stitched to parts of the old', () => {
  expect(isSameFile(upload, file)).toBe(true)
  expect(isSameFile(upload, { ...file, lastModified: file.lastModified + 1 })).toBe(false)
  expect(isSameFile(upload, { ...file, size: file.size + 1 })).toBe(false)
  expect(isSameFile(upload, { ...file, name: '十二月到货.csv' })).toBe(false)
})
