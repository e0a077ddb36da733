import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { digestSources } from './build-client.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'haowu-sources-'))
  writeFileSync(path.join(folder, 'a.ts'), 'one')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a touched file does not make the client be built again', () => {
  const before = digestSources(['.'], folder)
  utimesSync(path.join(folder, 'a.ts'), new Date(), new Date())
  expect(digestSources(['.'], folder)).toBe(before)
})

test.each([
  ['a changed file', () => writeFileSync(path.join(folder, 'a.ts'), 'two')],
  ['a new file', () => writeFileSync(path.join(folder, 'b.ts'), '')],
])('%s does', (_what, change) => {
  const before = digestSources(['.'], folder)
  change()
  expect(digestSources(['.'], folder)).not.toBe(before)
})
