import { z } from 'zod'

/** Signs everything in demo mode, so that a restart keeps people signed in. It is public, hence refused in production. */
export const DEMO_SECRET = 'haowu-demo-secret-known-to-everybody-never-for-production'

/**
 * Every setting, in the order in which a reader wants them. `.env.example` and the README's table are written from
 * these descriptions, so a setting that is not described here does not exist.
 */
export const SETTINGS = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('`production` refuses the demo secret, and a PUBLIC_URL without https unless it is localhost.'),
  HOST: z.string().default('127.0.0.1').describe('Address to listen on; `0.0.0.0` opens it to the network.'),
  PORT: wholeNumber(0, 65_535).default(3000).describe('Port to listen on.'),
  PUBLIC_URL: httpUrl()
    .optional()
    .describe('Address under which people reach the site; its scheme decides whether cookies are secure.'),
  TRUST_PROXY_HOPS: wholeNumber(0, 5)
    .default(0)
    .describe('Proxies in front of us whose X-Forwarded-For is believed; 0 ignores the header.'),
  DATABASE_URL: databaseUrl().describe('PostgreSQL 15 or newer; the login owns the schema and migrates it.'),
  DATABASE_POOL_MAX: wholeNumber(2, 200)
    .default(20)
    .describe(
      'Connections each process may hold. Beside a database of its own, `npm start` gives the server four per core, 8 to 20, unless this is set.',
    ),
  REDIS_URL: redisUrl()
    .optional()
    .describe('Redis for the queues; without it they live in PostgreSQL, in the schema `queue`.'),
  FILES_DIR: z
    .string()
    .default('.data/files')
    .describe('Folder for uploaded files; unused when S3 is configured.'),
  S3_BUCKET: z
    .string()
    .optional()
    .describe(
      'Bucket for uploaded files; setting it switches from disk to S3. Long files go straight to it where its CORS rules allow PUT from PUBLIC_URL and expose ETag.',
    ),
  S3_ENDPOINT: httpUrl().optional().describe("Address of an S3-compatible store; unset means Amazon's."),
  S3_REGION: z.string().default('us-east-1').describe('Region of the bucket.'),
  S3_ACCESS_KEY_ID: z.string().optional().describe('Access key of the bucket; both keys or neither.'),
  S3_SECRET_ACCESS_KEY: z.string().optional().describe('Secret key of the bucket.'),
  S3_FORCE_PATH_STYLE: yesOrNo().default(false).describe('`true` for stores without bucket subdomains.'),
  APP_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters')
    .default(DEMO_SECRET)
    .describe('Root of all keys (sessions, report signatures, contact encryption); at least 32 characters.'),
  DEMO: yesOrNo()
    .default(false)
    .describe('`true` lists the demo accounts on the sign-in page and lets finance move the clock.'),
  FEEDS_LOOPBACK: yesOrNo()
    .default(false)
    .describe('`true` lets feeds be read from this machine over plain http; for the demo and for tests.'),
  RATE_LIMITS: yesOrNo()
    .default(true)
    .describe('`false` lets one address send any number of requests; for load tests.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe log line that is written.'),
})

export type SettingName = keyof typeof SETTINGS.shape

export interface S3Settings {
  bucket: string
  endpoint: string | undefined
  region: string
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined
  forcePathStyle: boolean
}

export interface Config {
  nodeEnv: 'development' | 'test' | 'production'
  host: string
  port: number
  /** Origin without a trailing slash. */
  publicUrl: string
  trustProxyHops: number
  databaseUrl: string
  databasePoolMax: number
  redisUrl: string | undefined
  filesDir: string
  s3: S3Settings | undefined
  appSecret: string
  demo: boolean
  feedsLoopback: boolean
  rateLimits: boolean
  logLevel: z.infer<typeof SETTINGS>['LOG_LEVEL']
}

/** Names every setting that is missing or wrong, at once, and never a value: values may be secrets. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** The only reader of the environment. Throws ConfigError with one line per problem. */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = SETTINGS.safeParse(given)
  const problems = parsed.success
    ? contradictions(parsed.data)
    : parsed.error.issues.map(issue => `${issue.path.join('.')} ${describeIssue(issue, given)}`)
  if (!parsed.success || problems.length > 0) {
    throw new ConfigError(`Settings need attention:\n${problems.map(problem => `  ${problem}`).join('\n')}`)
  }
  return toConfig(parsed.data)
}

function toConfig(settings: z.infer<typeof SETTINGS>): Config {
  return {
    nodeEnv: settings.NODE_ENV,
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: new URL(settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).origin,
    trustProxyHops: settings.TRUST_PROXY_HOPS,
    databaseUrl: settings.DATABASE_URL,
    databasePoolMax: settings.DATABASE_POOL_MAX,
    redisUrl: settings.REDIS_URL,
    filesDir: settings.FILES_DIR,
    s3: toS3(settings),
    appSecret: settings.APP_SECRET,
    demo: settings.DEMO,
    feedsLoopback: settings.FEEDS_LOOPBACK,
    rateLimits: settings.RATE_LIMITS,
    logLevel: settings.LOG_LEVEL,
  }
}

function toS3(settings: z.infer<typeof SETTINGS>): S3Settings | undefined {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = settings
  if (bucket === undefined) return undefined
  return {
    bucket,
    endpoint: settings.S3_ENDPOINT,
    region: settings.S3_REGION,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
    forcePathStyle: settings.S3_FORCE_PATH_STYLE,
  }
}

function contradictions(settings: z.infer<typeof SETTINGS>): string[] {
  const problems: string[] = []
  if (settings.NODE_ENV === 'production' && settings.APP_SECRET === DEMO_SECRET) {
    problems.push('APP_SECRET must be your own in production: `openssl rand -base64 48` makes one.')
  }
  if (settings.NODE_ENV === 'production' && isPlainHttp(settings.PUBLIC_URL)) {
    problems.push('PUBLIC_URL must be https in production: session cookies would travel in the open.')
  }
  if (settings.NODE_ENV === 'production' && settings.FEEDS_LOOPBACK) {
    problems.push(
      'FEEDS_LOOPBACK must be off in production: suppliers could read what listens on this machine.',
    )
  }
  if ((settings.S3_ACCESS_KEY_ID === undefined) !== (settings.S3_SECRET_ACCESS_KEY === undefined)) {
    problems.push('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set together.')
  }
  return problems
}

function isPlainHttp(publicUrl: string | undefined): boolean {
  if (publicUrl === undefined) return false
  const { protocol, hostname } = new URL(publicUrl)
  return protocol === 'http:' && hostname !== 'localhost' && hostname !== '127.0.0.1'
}

function describeIssue(issue: z.core.$ZodIssue, given: Record<string, unknown>): string {
  const name = String(issue.path[0])
  if (!(name in given)) return 'is missing.'
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}.`
  return `${issue.message}.`
}

function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine(number => number >= min && number <= max, message)
}

function yesOrNo() {
  return z.stringbool({ error: 'must be true or false' })
}

function httpUrl() {
  return z.url({ protocol: /^https?$/, error: 'must be an http or https address' })
}

function databaseUrl() {
  return z.url({
    protocol: /^postgres(ql)?$/,
    error: 'must look like postgres://user:password@host:5432/name',
  })
}

function redisUrl() {
  return z.url({ protocol: /^rediss?$/, error: 'must look like redis://host:6379' })
}
