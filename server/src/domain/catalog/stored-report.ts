/** A report as it lies in the table: whoever takes the piece that it stands behind looks whether it is genuine. */
export interface StoredReport {
  code: string
  content: unknown
  signature: Buffer | null
}
