import { parseYuan, yuanInput } from '#ui/parse-yuan.ts'

type Leaf = string | number | boolean | null

/** A leaf as a person edits it: sums in yuan, rates in percent, the rest as it is. */
export function shownLeaf(path: string, leaf: Leaf): string {
  if (isSum(path, leaf)) return yuanInput(String(leaf))
  if (isRate(path, leaf)) return String(Number((Number(leaf) / 100).toFixed(2)))
  return String(leaf ?? '')
}

/** What was typed, as it is stored; undefined for what is no value of this kind. Nothing is rounded silently. */
export function readLeaf(path: string, typed: string, leaves: [string, Leaf][]): Leaf | undefined {
  const before = leaves.find(([each]) => each === path)?.[1] ?? null
  const text = typed.trim()
  if (isSum(path, before)) return parseYuan(text)
  if (typeof before === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined
  if (typeof before !== 'number') return text === '' ? undefined : text
  const match = isRate(path, before) ? /^(\d{1,4})(?:\.(\d{1,2}))?$/.exec(text) : /^(-?\d{1,9})$/.exec(text)
  if (!match) return undefined
  const [, whole = '', fraction = ''] = match
  return isRate(path, before) ? Number(whole + fraction.padEnd(2, '0')) : Number(whole)
}

/** The value with one leaf replaced, by its path as `leavesOf` writes it. */
export function withLeaf(value: unknown, path: string, leaf: Leaf): unknown {
  const [head = '', ...rest] = path.split('.')
  if (path === '') return leaf
  if (Array.isArray(value))
    return value.map((each, index) =>
      String(index + 1) === head ? withLeaf(each, rest.join('.'), leaf) : each,
    )
  const before = value as Record<string, unknown>
  return { ...before, [head]: withLeaf(before[head], rest.join('.'), leaf) }
}

const isSum = (path: string, leaf: Leaf) => path.endsWith('Fen') && typeof leaf === 'string'
const isRate = (path: string, leaf: Leaf) => path.endsWith('Bps') && typeof leaf === 'number'
