export type Canonical = string | number | null | Canonical[] | { [key: string]: Canonical }

/**
 * One value, one text: keys in code-unit order, no spaces, whole numbers only (the part of RFC 8785 that needs no care
 * for floats). Buyers' browsers hash exactly these bytes.
 */
export function canonicalJson(value: Canonical): string {
  if (value === null || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`not a whole number: ${value}`)
    return String(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .map(key => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`)
  return `{${members.join(',')}}`
}
