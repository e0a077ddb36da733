import { createHash, randomInt } from 'node:crypto'

/** Keys that work, of one supplier: enough for each of her programs, and for changing them one by one. */
export const MOST_API_KEYS = 20

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const PREFIX_CHARACTERS = 8
/** About 238 random bits: nobody finds one by trying, so a plain hash is enough to keep it by. */
const SECRET_CHARACTERS = 40
const SHAPE = /^hw_live_([0-9A-Za-z]{8})_[0-9A-Za-z]{40}$/

export interface NewApiKey {
  /** The whole of it, told once and kept nowhere. */
  key: string
  prefix: string
  keyHash: Buffer
}

export function makeApiKey(): NewApiKey {
  const prefix = randomText(PREFIX_CHARACTERS)
  const key = `hw_live_${prefix}_${randomText(SECRET_CHARACTERS)}`
  return { key, prefix, keyHash: hashApiKey(key) }
}

/** The part by which a key is looked up; undefined for what is no key of ours. */
export function prefixOfApiKey(key: string): string | undefined {
  return SHAPE.exec(key)?.[1]
}

export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

function randomText(characters: number): string {
  return Array.from({ length: characters }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}
