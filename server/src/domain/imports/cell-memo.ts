const MOST_KEPT = 16

/** What a cell's bytes mean; as long as its column uses few words, none is decoded or looked up twice. */
export function createCellMemo<Meaning>(
  read: (text: string) => Meaning,
): (bytes: Buffer, start: number, end: number) => Meaning {
  const words: Buffer[] = []
  const meanings: Meaning[] = []
  return (bytes, start, end) => {
    const length = end - start
    for (let kept = 0; kept < words.length; kept++) {
      const word = words[kept] as Buffer
      if (word.length !== length) continue
      let same = 0
      while (same < length && word[same] === bytes[start + same]) same++
      if (same === length) return meanings[kept] as Meaning
    }
    const meaning = read(bytes.toString('utf8', start, end))
    if (words.length < MOST_KEPT) {
      words.push(Buffer.from(bytes.subarray(start, end)))
      meanings.push(meaning)
    }
    return meaning
  }
}
