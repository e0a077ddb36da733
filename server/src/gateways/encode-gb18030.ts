/** The two-byte characters of GB18030, turned round: the platform decodes it and has no encoder. */
let table: Map<string, number> | null = null

const FIRST = { from: 0x81, to: 0xfe }
const SECOND = { from: 0x40, to: 0xfe }

function readTable(): Map<string, number> {
  if (table) return table
  const decoder = new TextDecoder('gb18030')
  const found = new Map<string, number>()
  for (let first = FIRST.from; first <= FIRST.to; first++) {
    for (let second = SECOND.from; second <= SECOND.to; second++) {
      const char = decoder.decode(Uint8Array.of(first, second))
      // Pairs without a character decode to two, or to the mark of an error.
      if ([...char].length === 1 && char !== '\uFFFD' && !found.has(char))
        found.set(char, (first << 8) | second)
    }
  }
  table = found
  return found
}

/** Text as banks and shops in China still write it. A character it has no two bytes for becomes a question mark, as theirs do. */
export function encodeGb18030(text: string): Buffer {
  const codes = readTable()
  const bytes: number[] = []
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0
    const code = point < 0x80 ? undefined : codes.get(char)
    if (point < 0x80) bytes.push(point)
    else if (code === undefined) bytes.push(0x3f)
    else bytes.push(code >> 8, code & 0xff)
  }
  return Buffer.from(bytes)
}
