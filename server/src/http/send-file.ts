import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import { attachment } from '#gateways/files.ts'

const CONTENT_TYPES = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const
type FileFormat = keyof typeof CONTENT_TYPES

/** Answers with a file of the reader's own: kept under `name` on his machine, and by no cache. */
export async function sendFile(
  res: Response,
  { name, format }: { name: string; format: FileFormat },
  body: Readable | Buffer | string,
): Promise<void> {
  res.set({
    'content-type': CONTENT_TYPES[format],
    'content-disposition': attachment(`${name}.${format}`),
    'cache-control': 'private, no-store',
  })
  if (typeof body === 'string' || Buffer.isBuffer(body)) res.send(body)
  else await pipeline(body, res)
}
