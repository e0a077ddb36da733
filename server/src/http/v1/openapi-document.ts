import { z } from 'zod'
import { problemBody } from './answer-problem.ts'
import type { Operation } from './operation.ts'

const PROBLEM = { $ref: '#/components/schemas/Problem' }
const IDEMPOTENCY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Names this call for 30 days: repeating it gives the first answer and does nothing again.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' },
}
const LANGUAGE = {
  name: 'Accept-Language',
  in: 'header',
  required: false,
  description: 'zh or en. Without it findings and files are in Chinese, refusals in English.',
  schema: { type: 'string' },
}

const header = (description: string, type: 'string' | 'integer') => ({ description, schema: { type } })
const LIMIT_HEADERS = {
  'RateLimit-Policy': header('How many calls (q) in how many seconds (w).', 'string'),
  RateLimit: header(
    'How many calls are left (r), and in how many seconds the count begins anew (t).',
    'string',
  ),
}

/** The document of the doors, made of the schemas that guard them, so that the two cannot differ. */
export function openapiDocument(operations: readonly Operation[]) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const one of operations) {
    paths[one.path] = { ...paths[one.path], [one.method]: describe(one) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Haowu Alliance supplier API',
      version: '1.0.0',
      description:
        'For suppliers’ own programs. Only additions within v1. Amounts are whole fen as text. Refusals are problem+json with a stable `code`.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'hw_live_<prefix>_<secret>' },
      },
      schemas: { Problem: schemaOf(problemBody, 'output') },
    },
  }
}

function describe({ id, summary, method, params, query, body, answers }: Operation) {
  return {
    operationId: id,
    summary,
    parameters: [
      ...parametersOf(params, 'path'),
      ...parametersOf(query, 'query'),
      LANGUAGE,
      ...(method === 'post' ? [IDEMPOTENCY] : []),
    ],
    ...(body === null ? {} : { requestBody: { required: true, content: contentOf(body) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          {
            description: answer.says,
            headers: LIMIT_HEADERS,
            content:
              answer.body === 'csv'
                ? { 'text/csv': { schema: { type: 'string' } } }
                : { 'application/json': { schema: schemaOf(answer.body, 'output') } },
          },
        ]),
      ),
      default: {
        description: 'A refusal; switch on its `code`.',
        headers: { ...LIMIT_HEADERS, 'Retry-After': header('With 429 and 503: seconds to wait.', 'integer') },
        content: { 'application/problem+json': { schema: PROBLEM } },
      },
    },
  }
}

function contentOf(body: z.ZodType | 'file') {
  if (body !== 'file') return { 'application/json': { schema: schemaOf(body, 'input') } }
  return {
    'text/csv': {},
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {},
  }
}

function parametersOf(schema: z.ZodObject, place: 'path' | 'query') {
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path',
    schema: schemaOf(field as z.ZodType, 'input'),
  }))
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...document } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return document
}
