/** A text as JSON; nearly none needs escaping, and then nothing is called for it. */
export function jsonText(text: string): string {
  return /["\\\u0000-\u001f]/.test(text) ? JSON.stringify(text) : `"${text}"`
}
