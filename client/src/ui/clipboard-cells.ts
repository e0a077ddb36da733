/**
 * Cells copied from a spreadsheet, as lines of cells. Spreadsheets put tabs between cells, and quotes around a cell that
 * holds a line break or a tab, with its own quotes doubled.
 */
export function readCells(text: string): string[][] {
  const lines: string[][] = []
  let line: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy
  const body = text.replace(/\r?\n$/, '')
  while (cell.lastIndex <= body.length) {
    const [, quoted, plain = '', end = ''] = cell.exec(body) ?? []
    line.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end !== '\t') {
      lines.push(line)
      line = []
    }
    if (end === '') break
  }
  return lines
}
