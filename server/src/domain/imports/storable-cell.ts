/** PostgreSQL's JSON holds neither U+0000 nor half a surrogate pair. */
export function storableCell(cell: string): string {
  return cell.includes('\0') || !cell.isWellFormed() ? cell.replaceAll('\0', '').toWellFormed() : cell
}
