import type { z } from 'zod'

type Schema = z.core.$ZodType

/** What to put into a field, by the field's name; undefined when the name says nothing. */
export type Given = (field: string) => unknown

/**
 * An input that the schema accepts, made from the schema alone, so that a procedure written tomorrow is called with
 * sensible values without anybody telling this test. Throws when no value fits, naming the field.
 */
export function sampleInput(schemas: readonly Schema[], given: Given): unknown {
  if (schemas.length === 0) return undefined
  const parts = schemas.map(schema => sample(schema, { path: [], given }))
  return parts.every(isRecord) ? Object.assign({}, ...parts) : parts.at(-1)
}

interface Place {
  path: readonly string[]
  given: Given
}

function sample(schema: Schema, place: Place): unknown {
  const known = place.given(place.path.at(-1) ?? '')
  if (known !== undefined && accepts(schema, known)) return known
  const definition = schema._zod.def as unknown as Definition
  switch (definition.type) {
    case 'object':
      return sampleObject(definition.shape ?? {}, place)
    case 'array':
      return [sample(required(definition.element, place), element(place))]
    case 'optional':
    case 'nullable':
    case 'readonly':
    case 'nonoptional':
    case 'lazy':
    case 'default':
    case 'prefault':
    case 'catch':
      return sample(required(definition.innerType ?? definition.getter?.(), place), place)
    case 'pipe':
      return samplePipe(definition, place)
    case 'union':
      return sample(required(definition.options?.[0], place), place)
    case 'literal':
      return definition.values?.[0]
    case 'enum':
      return Object.values(definition.entries ?? {})[0]
    case 'record':
      return {}
    default:
      return sampleLeaf(schema, place)
  }
}

interface Definition {
  type: string
  shape?: Record<string, Schema>
  element?: Schema
  innerType?: Schema
  getter?: () => Schema
  in?: Schema
  out?: Schema
  options?: Schema[]
  values?: unknown[]
  entries?: Record<string, unknown>
}

/** Optional fields stay away, unless their name is one of those that point at another tenant's rows. */
function sampleObject(shape: Record<string, Schema>, place: Place): Record<string, unknown> {
  const value: Record<string, unknown> = {}
  for (const [key, schema] of Object.entries(shape)) {
    const inside = { ...place, path: [...place.path, key] }
    const known = place.given(key)
    if (accepts(schema, undefined) && !(known !== undefined && accepts(schema, known))) continue
    value[key] = sample(schema, inside)
  }
  return value
}

function samplePipe({ in: input, out }: Definition, place: Place): unknown {
  const isTransform = input?._zod.def.type === 'transform'
  return sample(required(isTransform ? out : input, place), place)
}

/** `itemIds` holds what `itemId` names. */
function element(place: Place): Place {
  const name = (place.path.at(-1) ?? '').replace(/ies$/, 'y').replace(/s$/, '')
  return { ...place, path: [...place.path, name] }
}

const IN_AN_HOUR = new Date(Date.now() + 3_600_000).toISOString()
/** Tried in this order; the first that the schema accepts is taken. */
const CANDIDATES: readonly unknown[] = [
  '好物',
  1,
  true,
  '1',
  '100',
  '0123456789ABCDEF',
  '0123ABCD',
  '0123456789AB',
  '13800138000',
  IN_AN_HOUR,
  IN_AN_HOUR.slice(0, 10),
  'someone@example.com',
  'https://example.com/',
  'a'.repeat(32),
  'a'.repeat(64),
  10n,
  10,
  100,
  null,
]

function sampleLeaf(schema: Schema, place: Place): unknown {
  const found = CANDIDATES.find(candidate => accepts(schema, candidate))
  if (found === undefined) {
    throw new Error(
      `no sample for the field ${place.path.join('.')}: give it one in seed-tenant.ts (\`given\`), best a row of another tenant`,
    )
  }
  return found
}

function accepts(schema: Schema, value: unknown): boolean {
  return (schema as z.ZodType).safeParse(value).success
}

function required(schema: Schema | undefined, place: Place): Schema {
  if (!schema)
    throw new Error(`the schema of ${place.path.join('.')} has a shape that this test does not know`)
  return schema
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
