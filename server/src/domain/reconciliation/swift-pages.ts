import type { SwiftField } from './read-swift-fields.ts'
import { refuse } from './statement-refusal.ts'

export interface SwiftPages {
  /** Field 28C: `334/2` is the second page of statement 334. */
  number(field: SwiftField): void
  /** Fields 60F and 60M: whether the statement begins here, or only this page of it. */
  open(field: SwiftField): void
  /** Fields 62F and 62M. */
  close(field: SwiftField): void
  /** Whether a page was announced that has not come. */
  awaitsPage(): boolean
}

/** Follows the pages of statements: none is missing, none comes twice, none belongs to another. */
export function createSwiftPages(): SwiftPages {
  let continues = false
  let page = { statement: '', sequence: 0 }
  return {
    number({ lines, no }) {
      const found = lines[0] ?? ''
      const [, statement = '', sequence] = /^(\d{1,5})(?:\/(\d{1,5}))?$/.exec(found) ?? []
      const next = { statement, sequence: Number(sequence ?? 0) }
      const follows = next.statement === page.statement && next.sequence === page.sequence + 1
      if (continues && sequence !== undefined && !follows)
        refuse('pages', { line: no, expected: `${page.statement}/${page.sequence + 1}`, found })
      if (!continues && next.sequence > 1) refuse('pages', { line: no, expected: `${statement}/1`, found })
      page = next
    },
    open({ tag, no }) {
      const expected = continues ? '60M' : '60F'
      if (tag !== expected) refuse('pages', { line: no, expected: `:${expected}:`, found: `:${tag}:` })
    },
    close({ tag }) {
      continues = tag === '62M'
    },
    awaitsPage: () => continues,
  }
}
