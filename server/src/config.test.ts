import { describe, expect, test } from 'vitest'
import { ConfigError, DEMO_SECRET, parseConfig } from './config.ts'

const least = { DATABASE_URL: 'postgres://me:hidden-password@db.example:5432/haowu' }

function refusal(env: Record<string, string>): string {
  try {
    parseConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('these settings were accepted')
}

test('a database is all that is needed to begin', () => {
  expect(parseConfig(least)).toMatchObject({
    port: 3000,
    publicUrl: 'http://localhost:3000',
    demo: false,
    rateLimits: true,
    redisUrl: undefined,
    s3: undefined,
    appSecret: DEMO_SECRET,
  })
})

test('an empty setting is an absent one, as in a copied .env.example', () => {
  expect(parseConfig({ ...least, REDIS_URL: '', S3_BUCKET: '', PORT: '' })).toEqual(parseConfig(least))
})

test('everything that is wrong is told at once, by name, and no value is ever repeated', () => {
  const message = refusal({
    PORT: '70000',
    DATABASE_URL: 'mysql://root:hidden-password@db.example/haowu',
    REDIS_URL: 'hidden-host',
    APP_SECRET: 'hidden-but-short',
    DEMO: 'hidden-maybe',
    LOG_LEVEL: 'hidden-loud',
    PUBLIC_URL: 'ftp://hidden.example',
  })
  for (const name of ['PORT', 'DATABASE_URL', 'REDIS_URL', 'APP_SECRET', 'DEMO', 'LOG_LEVEL', 'PUBLIC_URL']) {
    expect(message).toMatch(new RegExp(`^  ${name} must`, 'm'))
  }
  expect(message).not.toMatch(/hidden|70000/)
})

test('what is missing is called missing', () => {
  expect(refusal({})).toMatch(/^ {2}DATABASE_URL is missing\.$/m)
})

describe('production', () => {
  test('refuses the secret that everybody knows, given or by default', () => {
    const production = { ...least, NODE_ENV: 'production' }
    expect(refusal(production)).toMatch(/APP_SECRET must be your own/)
    expect(refusal({ ...production, APP_SECRET: DEMO_SECRET })).toMatch(/APP_SECRET must be your own/)
    expect(parseConfig({ ...production, APP_SECRET: 's'.repeat(32) }).nodeEnv).toBe('production')
  })
})

test('production refuses to send session cookies over plain http, except on the machine itself', () => {
  const production = { ...least, NODE_ENV: 'production', APP_SECRET: 's'.repeat(32) }
  expect(refusal({ ...production, PUBLIC_URL: 'http://haowu.example' })).toMatch(/PUBLIC_URL must be https/)
  expect(parseConfig({ ...production, PUBLIC_URL: 'http://localhost:8080' }).publicUrl).toBe(
    'http://localhost:8080',
  )
})

describe('S3', () => {
  test('is used when a bucket is named', () => {
    const s3 = { S3_BUCKET: 'files', S3_ENDPOINT: 'http://127.0.0.1:9000', S3_FORCE_PATH_STYLE: 'true' }
    const keys = { S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'secret' }
    expect(parseConfig({ ...least, ...s3, ...keys }).s3).toEqual({
      bucket: 'files',
      endpoint: 'http://127.0.0.1:9000',
      region: 'us-east-1',
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      forcePathStyle: true,
    })
  })

  test('with half of its keys is refused', () => {
    expect(refusal({ ...least, S3_BUCKET: 'files', S3_ACCESS_KEY_ID: 'key' })).toMatch(/must be set together/)
  })
})
