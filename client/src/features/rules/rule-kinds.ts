import type { Outputs } from '#api/api.ts'

export type Rule = Outputs['rules']['list']['rules'][number]
export type RuleValue = Rule['value']

/** A value as a flat list of its leaves by path, so that two versions can be laid side by side. */
export function leavesOf(
  value: unknown,
  path = '',
): [path: string, leaf: string | number | boolean | null][] {
  if (value === null || typeof value !== 'object') return [[path, value as string | number | boolean | null]]
  const entries = Array.isArray(value)
    ? value.map((each, index): [string, unknown] => [String(index + 1), each])
    : Object.entries(value)
  if (entries.length === 0) return [[path, '–']]
  return entries.flatMap(([key, each]) => leavesOf(each, path === '' ? key : `${path}.${key}`))
}

export interface LeafChange {
  path: string
  before: string | number | boolean | null | undefined
  after: string | number | boolean | null | undefined
}

/** Leaf by leaf, in the order of the newer version; what only the older one had stands at the end. */
export function diffOf(before: unknown, after: unknown): LeafChange[] {
  const old = new Map(leavesOf(before))
  const changes = leavesOf(after).map(([path, leaf]) => ({ path, before: old.get(path), after: leaf }))
  const kept = new Set(changes.map(({ path }) => path))
  const gone = [...old]
    .filter(([path]) => !kept.has(path))
    .map(([path, leaf]) => ({ path, before: leaf, after: undefined }))
  return [...changes, ...gone]
}
