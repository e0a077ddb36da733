import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeWhole } from './write-whole.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'haowu-whole-'))
  file = path.join(folder, 'deeper/postgres.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a file is for nobody else, replaces the one before, and leaves nothing beside it', () => {
  writeWhole(file, 'first')
  writeWhole(file, 'second')
  expect(readFileSync(file, 'utf8')).toBe('second')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(path.dirname(file))).toEqual(['postgres.json'])
})

/** Reads until its input ends, and then says which lengths it saw. */
const READER = `
  const seen = new Set()
  let isOver = false
  process.stdin.on('end', () => { isOver = true }).resume()
  const look = () => {
    for (let time = 0; time < 100; time++) seen.add(require('fs').readFileSync(process.argv[1], 'utf8').length)
    if (isOver) console.log(JSON.stringify([...seen]))
    else setImmediate(look)
  }
  console.log('reading')
  look()
`

test('whoever reads while it is written anew finds all of it each time, as whoever comes after a crash does', async () => {
  const text = 'x'.repeat(100_000)
  writeWhole(file, text)
  const reader = spawn(process.execPath, ['-e', READER, file], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(reader.stdout, 'data')
  for (let time = 0; time < 300; time++) writeWhole(file, text)
  reader.stdin.end()
  const [said] = await once(reader.stdout, 'data')
  expect(JSON.parse(String(said))).toEqual([text.length])
})
