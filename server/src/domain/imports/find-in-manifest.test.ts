import { describe, expect, it } from 'vitest'
import { hashText } from './hash-bytes.ts'
import { MANIFEST_ENTRY_WORDS } from './manifest-entry.ts'
import { lazyManifestIndex } from './find-in-manifest.ts'

describe('an index over a manifest', () => {
  it.each([0, 1, 2, 129, 5_000, 70_000])(
    'of %i entries finds each by either hash, and nothing else',
    size => {
      const words = new Int32Array(size * MANIFEST_ENTRY_WORDS)
      for (let entry = 0; entry < size; entry++) {
        for (const [place, hash] of [`raw ${entry}`, `sku ${entry}`].map(hashOf).entries())
          words.set([hash.high, hash.low], entry * MANIFEST_ENTRY_WORDS + place * 2)
      }
      const [byRaw, bySku] = [lazyManifestIndex(words, 'raw'), lazyManifestIndex(words, 'sku')]
      const wrong = Array.from({ length: size }, (_, entry) => entry).filter(
        entry => byRaw(hashOf(`raw ${entry}`)) !== entry || bySku(hashOf(`sku ${entry}`)) !== entry,
      )
      expect(wrong).toEqual([])
      for (let strange = 0; strange < 100; strange++) expect(byRaw(hashOf(`sku ${strange}`))).toBe(-1)
    },
  )

  it('tells hashes apart that share one of their words', () => {
    const words = new Int32Array([7, 1, 0, 0, 7, 2, 0, 0, 8, 1, 0, 0])
    const byRaw = lazyManifestIndex(words, 'raw')
    expect([byRaw({ high: 7, low: 1 }), byRaw({ high: 7, low: 2 }), byRaw({ high: 8, low: 1 })]).toEqual([
      0, 1, 2,
    ])
    expect(byRaw({ high: 8, low: 2 })).toBe(-1)
  })
})

function hashOf(text: string) {
  const hash = { high: 0, low: 0 }
  hashText(text, hash)
  return hash
}
