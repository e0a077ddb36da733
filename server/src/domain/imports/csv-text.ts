/** Excel reads a file as UTF-8 only when it begins with this. */
export const UTF8_BOM = '\ufeff'

/**
 * One CSV line with CRLF, quoted where needed. What a spreadsheet would run as a formula gets a `'`, which the importer
 * takes off again; so does what begins with one, or the importer would take off the text's own.
 */
export function csvLine(cells: string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

export function formulaSafe(value: string): string {
  return /^['=+\-@\t\r＝＋－＠]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value
}

function csvCell(value: string): string {
  const safe = formulaSafe(value)
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
