/** What Excel in China saves: the platform only decodes GB18030, so its two-byte part is turned round here. */
export function encodeGb18030(text: string): Buffer {
  return Buffer.concat(
    [...text].map(character => {
      if (character.charCodeAt(0) < 0x80) return Buffer.from(character)
      const bytes = twoByte().get(character)
      if (!bytes) throw new Error(`${character} has no two-byte code`)
      return Buffer.from(bytes)
    }),
  )
}

let table: Map<string, [number, number]> | undefined

function twoByte(): Map<string, [number, number]> {
  if (table) return table
  table = new Map()
  const decoder = new TextDecoder('gb18030')
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail !== 0x7f) table.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail])
    }
  }
  return table
}
