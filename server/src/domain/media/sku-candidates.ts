/**
 * The codes a file's place in an archive may mean, the likeliest first: its name (`CZ-P001.jpg`), its name without a
 * running number (`CZ-P001_2.jpg`, `CZ-P001 (3).png`), and the folder it lies in (`CZ-P001/front.jpg`).
 */
export function skuCandidates(path: string): string[] {
  const parts = path.replaceAll('\\', '/').split('/').filter(Boolean)
  const stem = (parts.at(-1) ?? '').replace(/\.[^.]{1,5}$/, '').trim()
  const unnumbered = stem.replace(/(?:[_\-\s]+\d{1,2}|\s*[(（]\d{1,2}[)）])$/, '').trim()
  const folder = (parts.at(-2) ?? '').trim()
  return [...new Set([stem, unnumbered, folder])].filter(candidate => candidate !== '')
}

/** What archivers and operating systems leave beside the files. */
export function isLitter(path: string): boolean {
  return /(^|\/)(__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/i.test(path)
}

/** The name of an entry: UTF-8 where it says so or is, else the GB18030 of a Chinese Windows. */
export function entryName(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
