/**
 * The values of a line whose commas mean nothing: WeChat Pay writes a backtick before each value and quotes none, so that only a comma
 * with a backtick parts two values. The first value sometimes lacks its own.
 */
export function splitTicked(line: string): string[] {
  const bare = line.trimEnd()
  return (bare.startsWith('`') ? bare.slice(1) : bare).split(',`').map(value => value.trim())
}

/** Whether a line is a header: names, and no backtick before any. */
export function isTicked(line: string): boolean {
  return line.includes(',`') || line.startsWith('`')
}

/** Where the columns stand, by their names; null for a line that lacks one of those wanted. */
export function placeColumns(line: string, wanted: readonly string[]): Map<string, number> | null {
  const names = line
    .trimEnd()
    .split(',')
    .map(name => name.trim())
  const places = new Map(names.map((name, at) => [name, at]))
  return wanted.every(name => places.has(name)) ? places : null
}
