const SIGNATURES: [Buffer, string][] = [
  [Buffer.from('PK\x03\x04', 'latin1'), 'xlsx_or_zip'],
  [Buffer.from('PK\x05\x06', 'latin1'), 'xlsx_or_zip'],
  [Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'xls'],
  [Buffer.from('%PDF-', 'latin1'), 'pdf'],
  [Buffer.from('89504e470d0a1a0a', 'hex'), 'png'],
  [Buffer.from('ffd8ff', 'hex'), 'jpeg'],
  [Buffer.from('GIF8', 'latin1'), 'gif'],
  [Buffer.from('1f8b', 'hex'), 'gzip'],
  [Buffer.from('Rar!', 'latin1'), 'rar'],
  [Buffer.from('377abcaf271c', 'hex'), '7z'],
  [Buffer.from('{\\rtf', 'latin1'), 'rtf'],
]

/** A workbook with a password is wrapped into the old container; the name of its stream tells it (MS-OFFCRYPTO §1.3). */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le')

/** What a file that is no table of text is, by its first bytes; null when it may be one. */
export function recogniseFormat(head: Buffer): string | null {
  for (const [signature, format] of SIGNATURES) {
    if (!head.subarray(0, signature.length).equals(signature)) continue
    return format === 'xls' && head.includes(ENCRYPTED) ? 'encrypted_workbook' : format
  }
  const text = head
    .toString('latin1', 0, 512)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase()
  if (/^<(!doctype html|html|head|body|script|table)\b/.test(text)) return 'html'
  if (text.startsWith('<?xml')) return 'xml'
  if (/^[[{]\s*["{[]/.test(text) && !text.startsWith('["')) return 'json'
  return null
}
