/**
 * What nobody means to type and no screen should show: control characters, zero-width and direction marks (they make two
 * SKUs look alike and can turn a title around), byte order marks, and U+FFFD, the scar of a broken encoding.
 */
// Control characters, because these are exactly the ones to find.
const UNWANTED =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]/
// The same, all of them.
const ALL_UNWANTED =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]/g
// And the CR, which nobody minds: each system ends the lines within a cell in its own way.
const UNTIDY = /[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]/
const OUTSIDE_ASCII = /[^\u0020-\u007e]/

export function hasUnwanted(text: string): boolean {
  return UNWANTED.test(text)
}

/** A character that could not be read, now or earlier. */
export function hasLostCharacter(text: string): boolean {
  return text.includes('\ufffd')
}

/** What is left of a text that was read in the wrong encoding and saved so: U+FFFD, `锟斤拷`, `Ã©`, `â€™`, `æ‰‹`. */
const BROKEN =
  /\ufffd|锟斤拷|[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac|[\u00e4-\u00e9][\u0080-\u00bf\u0152-\u0192\u2013-\u2122]{2}/

/** Whether a text was broken before it came to us; nothing here can mend it. */
export function isBrokenText(text: string): boolean {
  return BROKEN.test(text)
}

/** A text for people: unwanted characters gone, lines ended by LF, ends trimmed, the formula wrapping of Excel's "keep as text" undone. */
export function cleanText(cell: string): string {
  if (cell === '') return cell
  const text = UNTIDY.test(cell) ? cell.replace(/\r\n?/g, '\n').replace(ALL_UNWANTED, '') : cell
  // Nearly every cell begins and ends with a plain character, and then there is nothing to take off.
  if (isPlainEnd(text.charCodeAt(0)) && isPlainEnd(text.charCodeAt(text.length - 1))) return text
  const trimmed = text.trim()
  if (trimmed.startsWith('="') && trimmed.endsWith('"')) return trimmed.slice(2, -1).trim()
  return trimmed.startsWith("'") ? trimmed.slice(1).trim() : trimmed
}

/** ASCII letters and digits, and all from the CJK ideographs on except full-width forms and blanks. */
function isPlainEnd(unit: number): boolean {
  return (
    (unit >= 48 && unit <= 57) ||
    (unit >= 65 && unit <= 90) ||
    (unit >= 97 && unit <= 122) ||
    (unit >= 0x4e00 && unit <= 0x9fff)
  )
}

/** The first `limit` characters; never half of a surrogate pair, which JSON for PostgreSQL may not hold. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text
  const cut = text.slice(0, limit)
  return cut.isWellFormed() ? cut : cut.slice(0, -1)
}

/** A code: like a text, but full-width letters and digits become plain ones. */
export function cleanCode(cell: string): string {
  const text = cleanText(cell)
  return OUTSIDE_ASCII.test(text) ? text.normalize('NFKC').trim() : text
}
