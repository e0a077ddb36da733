/** A cell as a spreadsheet names it: column 2 of line 17 is `C17`. */
export function cellAddress(columnIndex: number, line: number): string {
  let letters = ''
  for (let rest = columnIndex + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return `${letters}${line}`
}
