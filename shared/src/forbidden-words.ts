/** Why a word must not be said: the Advertising Law, or the platform where the show runs. */
export type WordReason = 'absolute' | 'guarantee' | 'medical' | 'superstition' | 'platform'

export interface ForbiddenWord {
  word: string
  why: WordReason
  suggestion: string
}

/** The words found in a text, each once, in the order in which they first stand there. The same in the editor and on the server. */
export function findForbidden(words: readonly ForbiddenWord[], text: string): ForbiddenWord[] {
  const plain = normalise(text)
  return words
    .map(word => ({ word, at: plain.indexOf(normalise(word.word)) }))
    .filter(({ at }) => at >= 0)
    .toSorted((one, other) => one.at - other.at)
    .map(({ word }) => word)
}

/** Full width, capitals and the blanks that people put between letters make no other word. */
function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s·.。_*-]+/g, '')
}
