import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const LEVELS: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}
const WARN = 40
const TIME = /^\d\d:\d\d:\d\d /
const KEEP_BYTES = 20_000_000
const REPEAT_AFTER_MS = 10_000
const REMEMBERED_LINES = 200

export interface LogView {
  /** Shown in front of each line. */
  name: string
  /** Every line goes there as it is; the terminal shows what a person should see. */
  file: string
  /** Least severe pino level shown on the terminal. */
  from?: number
}

/** Copies a child's output to its log file, and shows warnings, errors and whatever is not a log line on the terminal. */
export function showLogLines(streams: (Readable | null)[], { name, file, from = WARN }: LogView): void {
  mkdirSync(path.dirname(file), { recursive: true })
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > KEEP_BYTES) renameSync(file, `${file}.1`)
  const log = createWriteStream(file, { flags: 'a', mode: 0o600 })
  const isRepetition = rememberLines()
  for (const stream of streams) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', line => {
      log.write(`${line}\n`)
      const shown = readableLine(line, from)
      if (shown !== undefined && !isRepetition(shown)) console.log(`${name.padEnd(6)} │ ${shown}`)
    })
  }
}

/** A database that is away for a minute makes a thousand equal warnings; the terminal needs one every ten seconds. */
function rememberLines(): (line: string) => boolean {
  const shownAt = new Map<string, number>()
  return line => {
    const text = line.replace(TIME, '')
    const now = Date.now()
    if (now - (shownAt.get(text) ?? 0) < REPEAT_AFTER_MS) return true
    if (shownAt.size >= REMEMBERED_LINES) shownAt.clear()
    shownAt.set(text, now)
    return false
  }
}

/** A pino line as people read it, undefined when it is less severe than `from`; other text stays as it is. */
export function readableLine(line: string, from: number): string | undefined {
  const entry = parseEntry(line)
  if (!entry) return line
  if (entry.level < from) return undefined
  const time = entry.time === undefined ? '' : `${new Date(entry.time).toISOString().slice(11, 19)} `
  const reason = entry.err?.message && entry.err.message !== entry.msg ? `: ${entry.err.message}` : ''
  return `${time}${LEVELS[entry.level] ?? entry.level} ${entry.msg ?? ''}${reason}`
}

interface Entry {
  level: number
  time?: number | string
  msg?: string
  err?: { message?: string }
}

function parseEntry(line: string): Entry | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const entry: Entry = JSON.parse(line)
    return typeof entry.level === 'number' ? entry : undefined
  } catch {
    return undefined
  }
}
