import { type FileKind, fileKind } from '#domain/file-kind.ts'

export type MediaKind = FileKind
export const mediaKind = fileKind

/** Bytes one file may have, by what it is. */
export const MEDIA_LIMITS = {
  photo: 10 * 1024 * 1024,
  pdf: 20 * 1024 * 1024,
  archive: 200 * 1024 * 1024,
} as const
/** What an archive may unpack to in all: photos and PDFs hardly shrink, so that what grows to five times the most that is taken is a bomb. */
export const MEDIA_UNPACKED_BYTES = 1024 * 1024 * 1024
export const MEDIA_ENTRIES = 10_000
export const PHOTOS_PER_ITEM = 30

const CONTENT_TYPES: Record<Exclude<MediaKind, 'pdf'>, string> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
}

/** Where a photo is shown: by the hash of its bytes, so that its address never means another picture. */
export const photoPath = (sha256: string, kind: MediaKind) => `/media/${sha256}.${kind}`
export const mediaKey = (sha256: string, kind: MediaKind) => `media/${sha256}.${kind}`

/** The stored photo that an address names, and its content type; null for anything else. */
export function photoOfPath(name: string): { key: string; contentType: string } | null {
  const match = /^([0-9a-f]{64})\.(jpg|png|webp|gif)$/.exec(name)
  if (!match) return null
  const [, sha256 = '', kind] = match
  const known = kind as Exclude<MediaKind, 'pdf'>
  return { key: mediaKey(sha256, known), contentType: CONTENT_TYPES[known] }
}
