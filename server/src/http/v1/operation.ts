import type { Request } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import type { KeyHolder } from '#domain/parties/recognise-api-key.ts'
import type { RateLimiter } from '../rate-limiter.ts'

export type Language = 'zh' | 'en'

export interface Call<Params, Query, Body> {
  deps: AppDeps
  limiter: RateLimiter
  holder: KeyHolder
  language: Language
  params: Params
  query: Query
  body: Body
  req: Request
}

export interface Answer {
  status: number
  body: unknown
}

/** An answer that is a table to keep, written out as it is read. */
export class CsvFile {
  readonly fileName: string
  readonly text: AsyncIterable<string>

  constructor({ fileName, text }: { fileName: string; text: AsyncIterable<string> }) {
    this.fileName = fileName
    this.text = text
  }
}

/** What a program may ask: the door, its document and its tests are all made of this. */
export interface Operation<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
> {
  id: string
  method: 'get' | 'post'
  /** As OpenAPI writes it, below /api/v1. */
  path: string
  summary: string
  params: Params
  query: Query
  /** `file`: the body is a file and is read by `run` as it arrives. */
  body: Body | 'file' | null
  /** `csv`: the answer is a CsvFile. */
  answers: Record<number, { says: string; body: z.ZodType | 'csv' }>
  run(call: Call<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<Answer>
}

/** For an operation without parameters or without a query: what is sent all the same is refused. */
export const none = z.strictObject({})

/** Types `run` by the schemas beside it, and forgets them for the list of all. */
export function operation<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType>(
  one: Operation<Params, Query, Body>,
): Operation {
  return one as unknown as Operation
}
