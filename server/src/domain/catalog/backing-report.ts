/** The report behind a piece that was just taken, as it is stored: whoever takes the piece looks whether it is genuine. */
export interface BackingReport {
  itemId: string
  code: string
  content: unknown
  signature: Buffer | null
}
