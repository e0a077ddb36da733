export type FileKind = 'jpg' | 'png' | 'webp' | 'gif' | 'pdf'

/** What a file is by its first bytes; its name may say anything. Null for what we do not keep. */
export function fileKind(head: Buffer): FileKind | null {
  const hex = head.toString('hex', 0, 12)
  if (hex.startsWith('ffd8ff')) return 'jpg'
  if (hex.startsWith('89504e470d0a1a0a')) return 'png'
  if (hex.startsWith('474946383761') || hex.startsWith('474946383961')) return 'gif'
  if (hex.startsWith('52494646') && hex.slice(16) === '57454250') return 'webp'
  return head.toString('latin1', 0, 5) === '%PDF-' ? 'pdf' : null
}
