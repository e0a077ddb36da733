import type { ChineseFont } from './chinese-font.ts'

export type FontName = 'latin' | 'chinese'

/** A piece of a line in one font. */
export interface Run {
  font: FontName
  text: string
  /** From the start of the line, in points. */
  x: number
}

/** What the standard fonts of every PDF reader can show (WinAnsi) beyond ASCII. */
const LATIN = /^[\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]$/
/** No line begins with these, and none ends with those. */
const NEVER_FIRST = /^[，。、；：？！）》」』”’…％%),.;:?!\]}]$/
const NEVER_LAST = /^[（《「『“‘([{]$/
/** What is written between words that may be parted. */
const WORD = /^[A-Za-z0-9_'’./:+#&@%-]$/

/** Signs that neither font has. */
const SPELLED: Record<string, string> = { '≥': '>=', '≤': '<=', '≠': '!=', '≈': '~', '√': '+' }

export interface Measure {
  chinese: ChineseFont
  /** Width of a character in the Latin font, in ems. */
  latinWidth(character: string): number
}

/**
 * Text in lines no wider than `width` points, each cut into runs of one font. Chinese is parted between any two characters
 * that may stand apart, Latin between words, and a word longer than a line where it ends.
 */
export function setText(
  text: string,
  { size, width, measure }: { size: number; width: number; measure: Measure },
): Run[][] {
  const lines: Run[][] = []
  for (const paragraph of text.split('\n')) {
    let line: Glyph[] = []
    let used = 0
    for (const glyph of glyphsOf(paragraph, size, measure)) {
      if (line.length > 0 && used + glyph.width > width) {
        const kept = line.slice(0, breakBefore(line, glyph))
        const carried = line.slice(kept.length)
        lines.push(runsOf(kept))
        line = carried[0]?.text === ' ' ? carried.slice(1) : carried
        used = line.reduce((sum, each) => sum + each.width, 0)
      }
      if (line.length === 0 && glyph.text === ' ') continue
      line.push(glyph)
      used += glyph.width
    }
    lines.push(runsOf(line))
  }
  return lines
}

interface Glyph {
  font: FontName
  text: string
  width: number
}

function glyphsOf(text: string, size: number, { chinese, latinWidth }: Measure): Glyph[] {
  const glyph = (character: string): Glyph[] => {
    if (LATIN.test(character))
      return [{ font: 'latin', text: character, width: latinWidth(character) * size }]
    if (chinese.has(character))
      return [{ font: 'chinese', text: character, width: chinese.widthOf(character) * size }]
    // Full-width and circled forms by what they stand for; pictures say nothing that a report must say.
    const plain = SPELLED[character] ?? character.normalize('NFKC')
    if (plain !== character) return [...plain].flatMap(glyph)
    return /\p{Extended_Pictographic}|\p{Mark}|\p{Control}|\p{Format}/u.test(character) ? [] : glyph('?')
  }
  return [...text].flatMap(glyph)
}

/** Where the line is parted when `next` no longer fits: how many of its glyphs stay. */
function breakBefore(line: Glyph[], next: Glyph): number {
  const all = [...line, next]
  for (let at = line.length; at > 0; at--) {
    const [before, after] = [all[at - 1]?.text ?? '', all[at]?.text ?? '']
    const insideWord = WORD.test(before) && WORD.test(after)
    if (!insideWord && !NEVER_FIRST.test(after) && !NEVER_LAST.test(before)) return at
  }
  return line.length
}

function runsOf(line: Glyph[]): Run[] {
  const runs: Run[] = []
  let x = 0
  for (const { font, text, width } of line) {
    const last = runs.at(-1)
    if (last?.font === font) last.text += text
    else runs.push({ font, text, x })
    x += width
  }
  return runs
}
