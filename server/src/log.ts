import { type Logger, pino } from 'pino'

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

export function createLog(level: string): Logger {
  return pino({
    level,
    redact: {
      paths: REDACTED.flatMap(key => [quote(key), `*${quote(key)}`, `*.*${quote(key)}`]),
      censor: '[redacted]',
    },
  })
}

function quote(key: string): string {
  return `["${key}"]`
}
