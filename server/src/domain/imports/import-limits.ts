/** Every bound a file meets, on one page. Beyond them it is refused with the number found. */
export const IMPORT_LIMITS = {
  bytes: 600 * 1024 * 1024,
  rows: 1_500_000,
  /** A workbook is unpacked in memory once; what is larger is better sent as CSV. */
  workbookBytes: 50 * 1024 * 1024,
  /** Rows and columns of a sheet, blank ones included. */
  sheetRows: 1_048_576,
  sheetColumns: 1_000,
  columns: 200,
  headerCharacters: 200,
  /** One record, however many lines its quoted cells span. */
  recordBytes: 1024 * 1024,
  recordLines: 200,
  errorsKept: 100_000,
  errorsPerRow: 10,
  valueCharacters: 200,
  skuCharacters: 64,
  titleCharacters: 200,
  textCharacters: 2_000,
  photos: 30,
  extraColumns: 60,
} as const
