import type { OpenFile } from './sniff-file.ts'

/** At most one line in so many may be broken. */
const ONE_LINE_IN = 1_000

/**
 * Whether a file that is not UTF-8 to the last byte is plainly meant to be: hardly a line is broken, and more lines than
 * those hold whole characters of it. One torn character in a catalogue is a matter of its row, not of the file.
 */
export async function isNearlyUtf8(open: OpenFile): Promise<boolean> {
  const decoder = new TextDecoder('utf-8')
  const seen = { lines: 1, broken: 0, whole: 0 }
  let line = { broken: false, whole: false }
  const endLine = () => {
    if (line.broken) seen.broken++
    else if (line.whole) seen.whole++
    line = { broken: false, whole: false }
  }
  const look = (text: string) => {
    for (const [at, part] of text.split('\n').entries()) {
      if (at > 0) {
        endLine()
        seen.lines++
      }
      if (!OUTSIDE_ASCII.test(part)) continue
      if (part.includes('\ufffd')) line.broken = true
      else line.whole = true
    }
  }
  for await (const chunk of open()) look(decoder.decode(chunk, { stream: true }))
  look(decoder.decode())
  endLine()
  return seen.broken > 0 && seen.broken * ONE_LINE_IN <= seen.lines && seen.whole > seen.broken
}

const OUTSIDE_ASCII = /[^\u0000-\u007f]/
