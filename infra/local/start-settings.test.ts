import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readOrMakeSecret, withLocalDefaults } from './start-settings.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'haowu-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a restart keeps the secret, which nobody else may read', () => {
  const file = path.join(folder, 'data/secret')
  const secret = readOrMakeSecret(file)
  expect(readOrMakeSecret(file)).toBe(secret)
  expect(secret.length).toBeGreaterThanOrEqual(32)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('demo mode is on for a local start, off in production, and as asked otherwise', () => {
  const demo = (given: Record<string, string>) =>
    withLocalDefaults({ APP_SECRET: 'x', ...given }, folder).DEMO
  expect(demo({})).toBe('true')
  expect(demo({ NODE_ENV: 'production' })).toBe('false')
  expect(demo({ NODE_ENV: 'production', DEMO: 'true' })).toBe('true')
  expect(demo({ DEMO: 'false' })).toBe('false')
})

test('what is set stays as it is', () => {
  const given = { APP_SECRET: 'mine', FILES_DIR: '/srv/files', REDIS_URL: 'redis://r:6379', S3_BUCKET: 'b' }
  expect(withLocalDefaults(given, folder)).toMatchObject(given)
})
