import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { create, type Font } from 'fontkit'
import { unwrapFont } from './unwrap-font.ts'

export interface ChineseFont {
  /** OpenType, for embedding; a document takes only the characters that it shows. */
  bytes: Buffer
  has(character: string): boolean
  /** Of one character, in ems. */
  widthOf(character: string): number
}

let opened: ChineseFont | undefined

/** Source Han Sans (OFL 1.1), all Chinese characters of Unicode's first block; opened on the first print, then kept. */
export function chineseFont(): ChineseFont {
  opened ??= openFont()
  return opened
}

function openFont(): ChineseFont {
  const file = fileURLToPath(import.meta.resolve('@librescore/fonts/SourceHanSansCN.min.woff2'))
  const bytes = unwrapFont(readFileSync(file))
  const font = create(bytes) as Font
  const known = new Set(font.characterSet)
  const widths = new Map<string, number>()
  return {
    bytes,
    has: character => known.has(character.codePointAt(0) ?? 0),
    widthOf(character) {
      const width =
        widths.get(character) ??
        font.glyphForCodePoint(character.codePointAt(0) ?? 0).advanceWidth / font.unitsPerEm
      widths.set(character, width)
      return width
    },
  }
}
