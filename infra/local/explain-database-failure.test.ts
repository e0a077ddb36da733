import { MigrationRefused } from '@haowu/server/db/migrate.ts'
import { expect, test } from 'vitest'
import { explainDatabaseFailure } from './explain-database-failure.ts'

const URL = 'postgres://shop:s3cr3t@db.example:5433/haowu'

test.each([
  ['ECONNREFUSED', 'Nothing answers at db.example:5433: start PostgreSQL there, or correct DATABASE_URL.'],
  ['28P01', 'PostgreSQL at db.example:5433 refuses the password of shop: correct DATABASE_URL.'],
  [
    '3D000',
    'PostgreSQL at db.example:5433 has no database haowu: create it (`createdb haowu`), or correct DATABASE_URL.',
  ],
])('%s is explained in one sentence', (code, sentence) => {
  expect(explainDatabaseFailure(Object.assign(new Error('connect failed'), { code }), URL)).toBe(sentence)
})

test('a database newer than the code keeps the sentence of the migration', () => {
  expect(explainDatabaseFailure(new MigrationRefused('The database is newer'), URL)).toBe(
    'The database is newer',
  )
})

test('a mistake of ours is not blamed on the address', () => {
  expect(explainDatabaseFailure(new TypeError('x is not a function'), URL)).toBeUndefined()
})

test('no sentence shows the password', () => {
  const codes = [
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    '28P01',
    '28000',
    '3D000',
    '42501',
    '53300',
    '57P03',
  ]
  for (const code of codes) {
    expect(explainDatabaseFailure(Object.assign(new Error('no'), { code }), URL)).not.toContain('s3cr3t')
  }
})
