import { type DestinationStream, type Logger, pino } from 'pino'

/** Never in a log, wherever they stand in what is logged. */
const REDACTED = [
  'cookie',
  'authorization',
  'set-cookie',
  'password',
  'token',
  'secret',
  'linkToken',
  'phone',
  'address',
]

/** JSON lines on standard output, or wherever a test wants to read them. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const settings = {
    level,
    serializers: { err: describeError },
    redact: {
      paths: REDACTED.flatMap(key => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]),
      censor: '[redacted]',
    },
  }
  return destination ? pino(settings, destination) : pino(settings)
}

/** What helps to find a fault. PostgreSQL's `detail` and `where` are left out: they quote the values of rows. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { name, message, stack, cause } = error
  const code = 'code' in error ? error.code : undefined
  return { name, message, stack, code, cause: cause === undefined ? undefined : describeError(cause) }
}
