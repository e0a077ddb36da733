const MOST_CHARACTERS = 80

/** What a source says about an error, fit to be shown and stored: short, on one line, and without the keys it may repeat. */
export function saidBySource(text: unknown): string {
  return String(text ?? '')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replace(/[\w+/=-]{16,}/g, '…')
    .trim()
    .slice(0, MOST_CHARACTERS)
}
